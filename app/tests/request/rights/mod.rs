//! Every cell of the permission matrix, tried on a live city: each role at each address, each
//! relation to each object, each field; and a second program's verdict on all of it.

mod again;
mod bodies;
mod cells;
mod conflict;
mod dump;
mod edges;
mod elevation;
mod fields;
mod gates;
mod objects;
mod oracle;
mod posts;
mod times;
mod unmask;
pub mod world;
