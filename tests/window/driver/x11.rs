//! The screen as a window manager has it: which windows there are, which is in front, and asking one to close. The test's
//! X server has no window manager, so the tests are it.

use image::RgbImage;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, EventMask, ImageFormat,
    InputFocus, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

/// A connection to the X server of a computer, by the name of its display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

impl Screen {
    pub fn of(display: &str) -> Self {
        let (connection, number) = x11rb::connect(Some(display)).expect("the X server is there");
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    /// The titles of all windows that are shown, from the hindmost to the one in front.
    pub fn titles(&self) -> Vec<String> {
        self.shown().into_iter().map(|(_, title)| title).collect()
    }

    /// Does what a window manager's close button does.
    pub fn ask_to_close(&self, title: &str) {
        self.close(self.window(title));
    }

    fn close(&self, window: Window) {
        let protocols = self.atom("WM_PROTOCOLS");
        let asked = [self.atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, protocols, asked);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)
            .expect("the X server is there");
        // An answer to a later question shows that the message has arrived.
        self.titles();
    }

    /// Closes the window in front.
    pub fn close_in_front(&self) {
        let shown = self.shown();
        let (window, _) = shown.last().expect("a window is shown");
        self.close(*window);
    }

    /// Moves a window.
    pub fn place(&self, title: &str, x: i32, y: i32) {
        self.connection
            .configure_window(self.window(title), &ConfigureWindowAux::new().x(x).y(y))
            .expect("the X server is there");
        self.titles();
    }

    /// How far a window is from the left side of the screen; `None` while it is not shown.
    pub fn left_of(&self, title: &str) -> Option<i32> {
        let shown = self.shown();
        let (window, _) = shown.iter().find(|(_, shown)| shown == title)?;
        let place = self
            .connection
            .translate_coordinates(*window, self.root, 0, 0)
            .ok()?
            .reply()
            .ok()?;
        Some(place.dst_x.into())
    }

    /// Gives the keys to the window of this title, or to none.
    pub fn focus(&self, title: Option<&str>) {
        let window = title.map_or(x11rb::NONE, |title| self.window(title));
        self.connection
            .set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME)
            .expect("the X server is there");
        self.titles();
    }

    /// Moves a window to the corner and gives it a size, in the screen's own pixels.
    pub fn resize(&self, title: &str, width: u32, height: u32) {
        let place = ConfigureWindowAux::new()
            .x(0)
            .y(0)
            .width(width)
            .height(height);
        self.connection
            .configure_window(self.window(title), &place)
            .expect("the X server is there");
        self.titles();
    }

    /// Asks a window to paint itself anew, as when another one over it has gone.
    pub fn uncover(&self, title: &str) {
        self.connection
            .clear_area(true, self.window(title), 0, 0, 0, 0)
            .expect("the X server is there");
        self.titles();
    }

    /// What is on the screen from its corner on, pixel by pixel.
    pub fn picture(&self, width: u32, height: u32) -> RgbImage {
        let side = |pixels: u32| u16::try_from(pixels).expect("screens are smaller");
        let asked = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            0,
            0,
            side(width),
            side(height),
            u32::MAX,
        );
        let seen = asked
            .expect("the X server is there")
            .reply()
            .expect("the screen is at least so large");
        // Blue, green, red and a byte of nothing: 24 bits a pixel in 32.
        assert_eq!(seen.depth, 24, "the tests' screens have 24 bits");
        let pixels = seen.data.chunks_exact(4);
        let bytes = pixels.flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]);
        RgbImage::from_raw(width, height, bytes.collect()).expect("every pixel came")
    }

    fn window(&self, title: &str) -> Window {
        let shown = self.shown();
        let found = shown.iter().find(|(_, found)| found == title);
        let Some((window, _)) = found else {
            panic!("no window is called {title:?}, only {:?}", self.titles());
        };
        *window
    }

    fn shown(&self) -> Vec<(Window, String)> {
        let tree = self
            .connection
            .query_tree(self.root)
            .expect("the X server is there")
            .reply()
            .expect("the root has children");
        tree.children
            .into_iter()
            .filter(|window| self.is_shown(*window))
            .filter_map(|window| Some((window, self.title(window)?)))
            .collect()
    }

    fn is_shown(&self, window: Window) -> bool {
        let asked = self.connection.get_window_attributes(window);
        // A window may go away between two questions.
        asked
            .ok()
            .and_then(|asked| asked.reply().ok())
            .is_some_and(|found| found.map_state == MapState::VIEWABLE)
    }

    fn title(&self, window: Window) -> Option<String> {
        let name = self.atom("_NET_WM_NAME");
        let found = self
            .connection
            .get_property(false, window, name, AtomEnum::ANY, 0, 1_000)
            .ok()?
            .reply()
            .ok()?;
        String::from_utf8(found.value)
            .ok()
            .filter(|title| !title.is_empty())
    }

    fn atom(&self, name: &str) -> Atom {
        self.connection
            .intern_atom(false, name.as_bytes())
            .expect("the X server is there")
            .reply()
            .expect("every name has an atom")
            .atom
    }
}
