//! Finding people: whom one might follow, who of those one follows knows somebody, and everybody who wants to be found.

pub mod api;
mod store;
#[cfg(test)]
mod tests;
