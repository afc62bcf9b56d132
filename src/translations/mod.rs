//! Posts in another language, where the steward has named a server that translates them.

pub mod api;
#[cfg(test)]
mod tests;
