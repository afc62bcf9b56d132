//! Markers: how far a member has read, so that another app goes on from there.

pub mod api;
mod store;
