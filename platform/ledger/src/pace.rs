//! How long a statement may take. One that somebody waits for is given up after two and a half
//! seconds, so that it keeps nobody else waiting; work on all the data, which nobody waits for,
//! says so and takes as long as it needs.

tokio::task_local! {
    static UNHURRIED: ();
}

/// Runs `work` on all the data, such as a migration, a replay or a job: no statement of it is given
/// up because it takes long.
pub async fn unhurried<F: Future>(work: F) -> F::Output {
    UNHURRIED.scope((), work).await
}

/// Whether nobody waits for what is running.
pub(crate) fn is_unhurried() -> bool {
    UNHURRIED.try_with(|()| ()).is_ok()
}
