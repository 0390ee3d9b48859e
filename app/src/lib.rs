//! Onewindow (一窗): the subjects put together. The binary is a thin command line over this.

pub mod backup;
pub mod city;
pub mod commands;
pub mod demo;
pub mod demo_identity;
pub mod description;
pub mod doors;
pub mod identity;
pub mod integrity;
pub mod issuer;
pub mod keys;
pub mod linked;
pub mod lint;
pub mod modules;
pub mod open;
pub mod pause;
pub mod post;
pub mod printing;
pub mod protection;
pub mod record;
pub mod rehearse;
pub mod serve;
pub mod staff;
pub mod watch;
