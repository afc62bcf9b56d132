//! The command line, as a steward meets it.

use std::os::unix::fs::PermissionsExt;

use crate::node::{Node, PASSWORD, free_port, potluck, temp_dir};

/// Runs a command that must fail with exit code 2 and one line that says why.
fn refused(args: &[&str]) -> String {
    let output = potluck(args, PASSWORD);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
    assert_eq!(error.trim().lines().count(), 1, "one line: {error}");
    error
}

fn init<'a>(data: &'a str, domain: &'a str) -> Vec<&'a str> {
    vec![
        "--data",
        data,
        "init",
        "--domain",
        domain,
        "--name",
        "X",
        "--city",
        "Paris",
        "--steward",
        "ada",
        "--email",
        "a@paris.example",
        "--password-file",
        "-",
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn start_up_errors_say_what_to_do() {
    let paris = Node::start("paris").await;
    let data = paris.dir.to_string_lossy().into_owned();
    assert!(refused(&["--data", &data, "serve", "--listen", &paris.domain]).contains("is taken"));

    let config = paris.dir.join("other.toml");
    let same_database = |line: &str| line.starts_with("database");
    let database =
        std::fs::read_to_string(paris.dir.join("potluck.toml")).unwrap().lines().find(|l| same_database(l)).unwrap().to_string();
    std::fs::write(&config, format!("domain = \"rome.example.org\"\n{database}\n")).unwrap();
    let config = config.to_string_lossy().into_owned();
    assert!(refused(&["--data", &data, "--config", &config, "serve"]).contains("A domain cannot change"));
    std::fs::write(&config, "[log]\nlevle = \"info\"\n").unwrap();
    let error = refused(&["--data", &data, "--config", &config, "config", "check"]);
    assert!(error.contains("line 2") && error.contains("levle"), "{error}");
    assert!(refused(&["--data", &data, "--config", "/nowhere.toml", "serve"]).contains("cannot be read"));
    assert!(refused(&["--data", "/proc/nothing", "serve"]).contains("data folder"));
    assert!(refused(&["--data", &data, "--database", "mysql://x", "serve"]).contains("postgres://"));
    assert!(
        refused(&["--data", &data, "--database", "postgres://127.0.0.1:1/x", "serve"]).contains("PostgreSQL does not answer")
    );
}

#[test]
fn a_chapter_is_founded_once_and_with_sense() {
    let dir = temp_dir("founding");
    let data = dir.to_string_lossy().into_owned();
    assert!(refused(&init(&data, "localhost")).contains("cannot be reached by other cities"));
    assert!(refused(&init(&data, "https://paris.example.org/")).contains("bare host"));
    assert!(refused(&["--data", &data, "account", "list"]).contains("no chapter"));
    let mut insecure = init(&data, "paris.example.org");
    insecure.push("--insecure-http");
    assert!(refused(&insecure).contains("loopback"));
    let output = potluck(&init(&data, "paris.example.org"), PASSWORD);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("@paris@paris.example.org"));
    assert_eq!(std::fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(refused(&init(&data, "paris.example.org")).contains("set up already"));
    std::fs::remove_dir_all(dir).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_managed_from_the_terminal() {
    let paris = Node::start("paris").await;
    let ada = paris.person("ada");
    let data = paris.dir.to_string_lossy().into_owned();
    assert!(
        refused(&["--data", &data, "account", "create", "ada", "--email", "x@y.z", "--password-file", "-"]).contains("taken")
    );
    assert!(
        refused(&["--data", &data, "account", "create", "Ada L", "--email", "x@y.z", "--password-file", "-"])
            .contains("cannot be a name")
    );
    assert!(refused(&["--data", &data, "account", "role", "ada", "king"]).contains("a role is one of"));
    assert!(refused(&["--data", &data, "token", "nobody"]).contains("There is no nobody"));
    paris.run(&["account", "role", "ada", "connector"], "");
    let list: serde_json::Value = serde_json::from_str(&paris.run(&["account", "list", "--json"], "")).unwrap();
    let row = list.as_array().unwrap().iter().find(|row| row["name"] == "ada").unwrap();
    assert!(row["role"] == "connector" && row["steward"] == false);
    paris.run(&["account", "password", "ada", "--password-file", "-"], "another password");
    assert_eq!(ada.call(reqwest::Method::GET, "/api/v1/timelines/home", None).await.0, 401, "a new password ends every log-in");
    paris.run(&["account", "suspend", "ada"], "");
    assert!(potluck(&["--help"], "").status.success());
    assert!(String::from_utf8_lossy(&potluck(&["--help"], "").stdout).contains("First steps"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_not_set_up_yet_ends_at_a_signal() {
    let data = temp_dir("unfounded");
    let address = format!("127.0.0.1:{}", free_port());
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_potluck"))
        .arg("--data")
        .arg(&data)
        .args(["--database", "sqlite:potluck.db", "serve", "--listen", &address])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    assert!(lines.any(|line| line.is_ok_and(|l| l.starts_with("listening on http://"))));
    // A browser keeps its connection open between the pages.
    let page = crate::node::client().get(format!("http://{address}/health")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let began = std::time::Instant::now();
    assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let ended = tokio::task::spawn_blocking(move || child.wait().unwrap());
    let status = tokio::time::timeout(std::time::Duration::from_secs(20), ended).await.expect("it ends").unwrap();
    assert!(status.success() && began.elapsed().as_secs() < 9, "it ends at once and well");
    std::fs::remove_dir_all(data).unwrap();
}

#[test]
fn a_vote_is_counted_from_a_file() {
    let folder = temp_dir("tally");
    std::fs::create_dir_all(&folder).unwrap();
    let file = |text: &str| {
        let file = folder.join("vote.json");
        std::fs::write(&file, text).unwrap();
        file.to_string_lossy().into_owned()
    };
    let vote = |ballots: &str, scope: &str| {
        format!(
            r#"{{"roll": [{{"voter": "A", "weight": 1}}, {{"voter": "B", "weight": 1}}],
                "delegations": [{{"truster": "A", "scope": "{scope}", "trustee": "B"}}], "ballots": {ballots},
                "options": ["X"], "majority": {{"num": 1, "den": 2, "strict": true}}}}"#
        )
    };
    let good = vote(r#"[{"voter": "B", "grades": {"X": 1}}]"#, "body");
    let output = potluck(&["tally", &file(&good), "--explain"], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counted: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&counted["winner"], &counted["weights"]["B"]), (&"X".into(), &2.into()));
    assert_eq!(counted["working"]["carried"][0]["from"], "A");
    // From standard input, without the working.
    let output = potluck(&["tally", "-"], &good);
    let counted: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((counted["winner"].as_str(), counted.get("working")), (Some("X"), None));
    for (text, said) in [
        (vote("[]", "planet"), "unknown variant `planet`"),
        (vote(r#"[{"voter": "C", "grades": {}}]"#, "body"), "ballots[0].voter: is not on the roll"),
        (vote(r#"[{"voter": "B", "grades": {"Y": 1}}]"#, "body"), "ballots[0].grades.Y: is not one of the options"),
        ("{".into(), "EOF"),
        ("{}".into(), "missing field `roll`"),
    ] {
        let error = refused(&["tally", &file(&text)]);
        assert!(error.contains(said), "{error}");
    }
    assert!(refused(&["tally", "/nowhere.json"]).contains("cannot be read"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_chapter_is_founded_with_its_connectors() {
    let dir = temp_dir("founders");
    let data = dir.to_string_lossy().into_owned();
    let mut args = init(&data, "paris.example.org");
    args.extend(["--connector", "bob"]);
    assert!(refused(&args).contains("--connector ada=ada@example.org"));
    let mut args = init(&data, "paris.example.org");
    args.extend(["--connector", "bob=bob@example.org", "--connector", "carl=carl@example.org"]);
    let said = String::from_utf8(potluck(&args, PASSWORD).stdout).unwrap();
    assert!(said.contains("Connector bob, password: ") && said.contains("Connector carl, password: "), "{said}");
    let listed = String::from_utf8(potluck(&["--data", &data, "account", "list", "--json"], "").stdout).unwrap();
    assert_eq!(listed.matches("\"connector\"").count(), 3, "{listed}");
    std::fs::remove_dir_all(dir).unwrap();
}
