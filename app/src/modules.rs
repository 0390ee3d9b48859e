//! The subjects of the house, in the order of `modules/ORDER`.

use module::Module;

/// All subjects.
pub static MODULES: &[&Module] = &[
    &approvals::MODULE,
    &regions::MODULE,
    &organisations::MODULE,
    &accounts::MODULE,
    &catalogue::MODULE,
    &forms::MODULE,
    &licences::MODULE,
    &materials::MODULE,
    &cases::MODULE,
    &ratings::MODULE,
    &privacy::MODULE,
    &alarms::MODULE,
];
