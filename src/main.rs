//! Hands the command line over.

/// The system's allocator costs a quarter of what a request does, since so many threads share it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    potluck::cli::main()
}
