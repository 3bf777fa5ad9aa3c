//! Several at once: reading a table, checking it, and what a person presses for a group.

use tauri::{AppHandle, State};

use crate::book::{GroupKey, LineKey, OrderKey};
use crate::desk::{
    CheckedGroup, Cost, DayTable, Failure, GroupDraft, GroupList, GroupView, PaperPage, Plan,
    ShownPlan, SoldAlready, TableLines, TableRead, WhyTable,
};
use crate::shell::desks::Desks;
use crate::shell::outputs::archive::{self, PicturesSaved};
use crate::shell::outputs::save::Saved;
use crate::shell::outputs::slip::{self, Sheet};
use crate::shell::staff_page::StaffPage;
use crate::shell::table_file::{self, TableFile};
use crate::table::Encoding;

/// What was pasted, as rows and columns.
#[tauri::command]
#[specta::specta]
pub async fn read_table(
    desks: State<'_, Desks>,
    text: String,
    plans: Vec<Plan>,
    shown: Vec<ShownPlan>,
) -> Result<TableRead, Failure> {
    let desk = desks.front().await?;
    off_thread(move || desk.groups.read_text(&text, &plans, &shown)).await
}

/// Asks for a file and reads it; nothing where nobody chose one.
#[tauri::command]
#[specta::specta]
pub async fn open_table(
    app: AppHandle,
    desks: State<'_, Desks>,
    file: State<'_, TableFile>,
    plans: Vec<Plan>,
    shown: Vec<ShownPlan>,
) -> Result<Option<TableRead>, Failure> {
    let desk = desks.front().await?;
    match table_file::open(&app, &file).await? {
        Some(bytes) => {
            off_thread(move || {
                desk.groups
                    .read_file(&bytes, None, &plans, &shown)
                    .map(Some)
            })
            .await
        }
        None => Ok(None),
    }
}

/// The file that was opened last once more, in the encoding that a person chose.
#[tauri::command]
#[specta::specta]
pub async fn read_table_as(
    desks: State<'_, Desks>,
    file: State<'_, TableFile>,
    encoding: Encoding,
    plans: Vec<Plan>,
    shown: Vec<ShownPlan>,
) -> Result<TableRead, Failure> {
    let desk = desks.front().await?;
    let bytes = file.last();
    off_thread(move || {
        desk.groups
            .read_file(&bytes, Some(encoding), &plans, &shown)
    })
    .await
}

/// A large table takes a while, in which the window goes on.
async fn off_thread<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let read = tauri::async_runtime::spawn_blocking(read).await;
    read.unwrap_or(Err(Failure::Table {
        why: WhyTable::Closed,
    }))
}

/// The lines of a table, by what its columns are.
#[tauri::command]
#[specta::specta]
pub async fn lines_of_table(
    desks: State<'_, Desks>,
    table: TableRead,
) -> Result<TableLines, Failure> {
    let desk = desks.front().await?;
    Ok(desk.groups.lines(&table))
}

/// What is wrong with each line, and what the others cost. `mended` is the line that the draft is of, where it is written
/// already.
#[tauri::command]
#[specta::specta]
pub async fn check_group(
    desks: State<'_, Desks>,
    draft: GroupDraft,
    mended: Option<LineKey>,
) -> Result<CheckedGroup, Failure> {
    let groups = &desks.front().await?.groups;
    match mended {
        Some(at) => groups.check_mended(at, &draft).await,
        None => groups.check(&draft).await,
    }
}

/// Keeps the table that is being typed and mended, in case the page begins anew. In memory only.
#[tauri::command]
#[specta::specta]
pub async fn keep_table(page: State<'_, StaffPage>, table: Option<String>) -> Result<(), Failure> {
    page.keep_table(table);
    Ok(())
}

/// Writes the group with all its lines, and begins to buy those that nothing speaks against. `agreed` is what the button said.
#[tauri::command]
#[specta::specta]
pub async fn begin_group(
    desks: State<'_, Desks>,
    page: State<'_, StaffPage>,
    file: State<'_, TableFile>,
    draft: GroupDraft,
    agreed: Cost,
) -> Result<GroupKey, Failure> {
    let begun = page.begin(&desks.front().await?, draft, &agreed).await?;
    file.forget();
    Ok(begun)
}

/// The newest groups of the account in use; those that are older than `before`, where there is one.
#[tauri::command]
#[specta::specta]
pub async fn groups(
    desks: State<'_, Desks>,
    before: Option<GroupKey>,
) -> Result<GroupList, Failure> {
    let desk = desks.front().await?;
    desk.groups.list(before).await
}

/// A group, as it is now.
#[tauri::command]
#[specta::specta]
pub async fn group(desks: State<'_, Desks>, group: GroupKey) -> Result<GroupView, Failure> {
    let desk = desks.front().await?;
    desk.groups.view(group).await
}

/// Buys what of it was not asked for yet, at what the button said.
#[tauri::command]
#[specta::specta]
pub async fn go_on_with_group(
    desks: State<'_, Desks>,
    group: GroupKey,
    agreed: Cost,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.go_on(group, &agreed).await
}

/// Nothing more of it is bought until somebody says so.
#[tauri::command]
#[specta::specta]
pub async fn pause_group(desks: State<'_, Desks>, group: GroupKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.pause(group);
    Ok(())
}

/// Buys all lines that were sold the same a moment ago, as far as the button named them.
#[tauri::command]
#[specta::specta]
pub async fn insist_on_lines(
    desks: State<'_, Desks>,
    group: GroupKey,
    agreed: SoldAlready,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.insist(group, agreed).await
}

/// Buys this very line as it stands.
#[tauri::command]
#[specta::specta]
pub async fn try_line(desks: State<'_, Desks>, line: LineKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.try_line(line).await
}

/// Another text for a line, which is then bought.
#[tauri::command]
#[specta::specta]
pub async fn mend_line(
    desks: State<'_, Desks>,
    line: LineKey,
    draft: GroupDraft,
    agreed: Cost,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.mend(line, draft, &agreed).await
}

/// Nobody wants this line any more.
#[tauri::command]
#[specta::specta]
pub async fn leave_out_line(desks: State<'_, Desks>, line: LineKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.groups.leave_out(line).await
}

/// The proved code of an order for a page on paper, which is on no screen.
#[tauri::command]
#[specta::specta]
pub async fn code_for_paper(
    desks: State<'_, Desks>,
    order: OrderKey,
) -> Result<PaperPage, Failure> {
    let desk = desks.front().await?;
    desk.handover.for_paper(order).await
}

/// Asks where to, then saves the pages that the page has laid out as one PDF.
#[tauri::command]
#[specta::specta]
pub async fn save_group_slips(
    app: AppHandle,
    desks: State<'_, Desks>,
    group: GroupKey,
    sheet: Sheet,
) -> Result<Saved, Failure> {
    slip::save_all(&app, &desks.front().await?, group, sheet).await
}

/// Asks where to, then saves the pictures of all codes with a table of whose they are.
#[tauri::command]
#[specta::specta]
pub async fn save_group_pictures(
    app: AppHandle,
    desks: State<'_, Desks>,
    group: GroupKey,
    table: DayTable,
) -> Result<PicturesSaved, Failure> {
    archive::save(&app, &desks.front().await?, group, table).await
}
