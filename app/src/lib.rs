//! Onewindow (一窗): the subjects put together. The binary is a thin command line over this.

pub mod city;
pub mod commands;
pub mod demo;
pub mod modules;
pub mod open;
pub mod post;
pub mod serve;
