//! How bad a shot can be: all troubles at once in five grades, and each by itself.

/// From and to: each shot has something between.
pub type Range = (f32, f32);

/// How bad a shot can be. Lengths are in pixels of the sensor, light in parts of a white screen's.
#[derive(Clone, Copy, Debug)]
pub struct Severity {
    pub name: &'static str,
    /// How large the code's place on the screen is on the sensor: the distance.
    pub side: Range,
    /// Degrees away from straight on, in any direction.
    pub tilt: Range,
    /// Degrees around the line of sight, either way.
    pub turn: f32,
    /// The standard deviation of the lens's blur.
    pub blur: Range,
    /// How far the hand moved while the shutter was open.
    pub shake: Range,
    /// The standard deviation of the sensor's noise in mid-grey.
    pub noise: Range,
    /// The lamp's reflection in the middle of its spot.
    pub glare: Range,
    /// The spot's radius in parts of the place's side.
    pub spot: Range,
    /// How deep the wave of the screen's pixels is.
    pub moire: Range,
}

/// All at once, from what a calm customer does to what nobody should.
pub const GRADES: [Severity; 5] = [
    Severity {
        name: "1",
        side: (150.0, 200.0),
        tilt: (0.0, 15.0),
        turn: 10.0,
        blur: (0.4, 0.8),
        shake: (0.0, 0.5),
        noise: (0.005, 0.02),
        glare: (0.0, 0.3),
        spot: (0.05, 0.10),
        moire: (0.0, 0.1),
    },
    Severity {
        name: "2",
        side: (130.0, 175.0),
        tilt: (5.0, 30.0),
        turn: 20.0,
        blur: (0.6, 1.0),
        shake: (0.0, 1.0),
        noise: (0.01, 0.04),
        glare: (0.2, 0.6),
        spot: (0.06, 0.11),
        moire: (0.05, 0.2),
    },
    Severity {
        name: "3",
        side: (120.0, 160.0),
        tilt: (8.0, 35.0),
        turn: 30.0,
        blur: (0.6, 1.05),
        shake: (0.0, 1.2),
        noise: (0.015, 0.05),
        glare: (0.25, 0.75),
        spot: (0.065, 0.115),
        moire: (0.08, 0.25),
    },
    Severity {
        name: "4",
        side: (112.0, 150.0),
        tilt: (10.0, 40.0),
        turn: 35.0,
        blur: (0.7, 1.1),
        shake: (0.0, 1.4),
        noise: (0.02, 0.06),
        glare: (0.3, 0.9),
        spot: (0.07, 0.12),
        moire: (0.1, 0.3),
    },
    Severity {
        name: "5",
        side: (105.0, 142.0),
        tilt: (12.0, 43.0),
        turn: 45.0,
        blur: (0.7, 1.15),
        shake: (0.0, 1.5),
        noise: (0.025, 0.065),
        glare: (0.35, 1.0),
        spot: (0.075, 0.125),
        moire: (0.12, 0.35),
    },
];

/// Each trouble alone, hard, in otherwise calm hands.
pub const ALONE: [Severity; 6] = [
    Severity {
        name: "distance",
        side: (60.0, 95.0),
        ..GRADES[0]
    },
    Severity {
        name: "angle",
        tilt: (40.0, 70.0),
        turn: 45.0,
        ..GRADES[0]
    },
    Severity {
        name: "blur",
        blur: (1.2, 2.4),
        shake: (0.0, 3.0),
        ..GRADES[0]
    },
    Severity {
        name: "noise",
        noise: (0.06, 0.2),
        ..GRADES[0]
    },
    Severity {
        name: "glare",
        glare: (0.6, 2.0),
        spot: (0.06, 0.15),
        ..GRADES[0]
    },
    Severity {
        name: "moire",
        moire: (0.4, 0.9),
        ..GRADES[0]
    },
];
