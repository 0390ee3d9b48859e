//! Halls with counters.

use kernel::LocalText;
use serde::{Deserialize, Serialize};

/// Opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Which days, such as `mon-fri`.
    pub days: String,
    /// From, `09:00`.
    pub from: String,
    /// To, `17:00`.
    pub to: String,
}

/// A hall (政务服务中心).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCentre {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// The division it serves.
    pub region: String,
    /// Where it is.
    pub address: LocalText,
    /// How to get there.
    pub transport: LocalText,
    /// When it is open.
    pub hours: Vec<Hours>,
    /// Its number.
    pub phone: String,
    /// How many counters it has.
    pub counters: u32,
    /// Whether it has a car park.
    pub has_parking: bool,
    /// Whether it has a lift.
    pub has_lift: bool,
    /// What else to know.
    #[serde(default)]
    pub notes: LocalText,
}
