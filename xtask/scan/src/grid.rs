//! The modules of a picture, whoever made it.

/// A square of modules with the light border that its maker puts around it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Grid {
    side: usize,
    dark: Vec<bool>,
}

impl Grid {
    /// `side` modules a side, border included; asks for each one whether it is dark.
    pub fn new(side: usize, mut is_dark: impl FnMut(usize, usize) -> bool) -> Self {
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        Self {
            side,
            dark: places.map(|(x, y)| is_dark(x, y)).collect(),
        }
    }

    /// The same from the bare code and the width of the border that comes with it.
    pub fn bordered(modules: usize, border: usize, is_dark: impl Fn(usize, usize) -> bool) -> Self {
        Self::new(modules + 2 * border, |x, y| {
            let inside = border..border + modules;
            inside.contains(&x) && inside.contains(&y) && is_dark(x - border, y - border)
        })
    }

    /// Modules a side, border included.
    pub fn side(&self) -> usize {
        self.side
    }

    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.side + x]
    }
}
