//! The model chapter and what is made of it: the demo, the benchmark, and the nodes and people that tests speak of.

#[cfg(test)]
mod arrivals;
pub mod bench;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod deliveries;
pub mod demo;
#[cfg(test)]
mod entities;
pub mod far;
#[cfg(test)]
mod fediverse;
#[cfg(test)]
mod fetching;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod impostors;
#[cfg(test)]
mod mastodon;
pub mod model;
#[cfg(test)]
mod neighbours;
#[cfg(test)]
pub mod node;
#[cfg(test)]
mod outgoing;
#[cfg(test)]
mod owners;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod permissions;
#[cfg(test)]
pub mod post_office;
mod process;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod rubbish;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod traps;
#[cfg(test)]
pub mod visitor;

#[cfg(test)]
pub use node::{Answer, PASSWORD, TestNode, TestPlace, until, words};
