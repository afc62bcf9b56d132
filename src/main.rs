//! Hands the command line over.

fn main() -> std::process::ExitCode {
    potluck::cli::main()
}
