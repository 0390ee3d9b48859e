//! Common budgets of novelty are common to all nodes: each tells the others every few seconds how
//! much of them was used up through it. What is used up within these seconds through several nodes
//! at once is counted late, and what two nodes were both asked for counts twice; a budget of one
//! requester is that of a node.

use ledger::{Ledger, StoreError, Write, statements};

use crate::novelty::Novelty;

statements! {
    TELL = "INSERT INTO web_budget (since, node, budget, count) VALUES ($1, $2, $3, $4)
            ON CONFLICT (since, node, budget) DO UPDATE SET count = excluded.count";
    OTHERS = "SELECT budget, CAST(SUM(count) AS BIGINT) FROM web_budget
              WHERE since = $1 AND node <> $2 GROUP BY budget";
    FORGET = "DELETE FROM web_budget WHERE since < $1";
}

/// Tells what was used up through this node, and learns what was through others.
pub(crate) async fn share(
    ledger: &Ledger,
    novelty: &Novelty,
    node: &str,
) -> Result<(), StoreError> {
    let (since, used) = novelty.used(ledger.clock().now());
    let mut writes = vec![Write::new(&FORGET, [since.into()])];
    for (budget, count) in used {
        let args = [since.into(), node.into(), budget.into(), count.into()];
        writes.push(Write::new(&TELL, args));
    }
    ledger.housekeep(writes).await?;
    let rows = ledger.rows(&OTHERS, &[since.into(), node.into()]).await?;
    let others: Result<_, StoreError> =
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.count(1)?))).collect();
    novelty.learn(since, others?);
    Ok(())
}
