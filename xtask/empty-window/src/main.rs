//! An empty Tauri window, to compare the real one with. All of it is in `tauri.conf.json`.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
