//! The one door through which the program asks other servers over HTTP. Whoever can make it ask
//! for an address of their choice (a web hook, a document's link, a stolen answer of a name server)
//! must not reach what stands behind the firewall.
//!
//! Invariants:
//! * Only destinations on the list are asked: scheme, host and port are compared after the address
//!   was parsed, so that `0x7f.1`, `2130706433` or a user name before the host change nothing.
//! * The name is resolved once; all answers are checked, and the connection goes to a checked
//!   answer, never to the name. A name server that answers otherwise a second later (rebinding)
//!   finds nobody asking.
//! * Addresses of this machine, of private and of special networks are refused, also in the forms
//!   in which IPv6 carries IPv4; a destination that stands inside must say so ([`Destination::inside`]).
//! * No redirect is followed. An answer has a limit of size, the whole call a limit of time.
//! * TLS 1.2 or 1.3, and the server proves its name. Plain HTTP only inside.

mod address;
mod call;
mod destination;
mod tls;

pub use address::is_public;
pub use call::{Answer, Call, Outgoing, OutgoingError, Resolver, SystemResolver};
pub use destination::{Destination, DestinationError};
pub use tls::{Roots, RootsError};
