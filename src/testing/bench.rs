//! `potluck bench`.

use clap::Args;

use crate::error::Result;

#[derive(Args)]
pub struct Options {}

pub async fn run(_: Options) -> Result<()> {
    Ok(())
}
