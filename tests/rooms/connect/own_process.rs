//! For tests that need a process to themselves, because of what belongs to a whole process: environment, log.

/// Runs one ignored test of this program alone, in a process of its own. Panics unless it passes.
pub async fn alone(test: &str, environment: &[(&str, &str)]) {
    let name = test.split_once("::").map_or(test, |(_, name)| name);
    let program = std::env::current_exe().expect("this program");
    let mut command = tokio::process::Command::new(program);
    command.args(["--exact", "--ignored", name]);
    for name in ["no_proxy", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name);
    }
    let output = command
        .envs(environment.iter().copied())
        .output()
        .await
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{name}: {text}"
    );
}
