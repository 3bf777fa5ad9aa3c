//! Which monitor a window belongs on, and how large it may be there. Pure: monitors in, places out.
//!
//! A monitor is known again by its name, because their order changes with each cable that is pulled and each monitor that
//! wakes first. Not here: moving windows (`main`, `customer`).

use tauri::{Monitor, PhysicalPosition, PhysicalSize};

use crate::settings::{MonitorKept, SecondMonitor, WindowSize};

/// Room that a window's own frame may take, in CSS pixels.
const FRAME: (u32, u32) = (16, 48);

/// A monitor, in its own pixels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) at: PhysicalPosition<i32>,
    pub(super) size: PhysicalSize<u32>,
    /// What panels and docks leave of it.
    pub(super) work_at: PhysicalPosition<i32>,
    pub(super) work_size: PhysicalSize<u32>,
    pub(super) factor: f64,
}

impl Place {
    pub(super) fn of(monitor: &Monitor) -> Place {
        let area = monitor.work_area();
        Place {
            name: monitor.name().cloned().unwrap_or_default(),
            at: *monitor.position(),
            size: *monitor.size(),
            work_at: area.position,
            work_size: area.size,
            factor: monitor.scale_factor(),
        }
    }

    pub(super) fn kept(&self) -> MonitorKept {
        MonitorKept {
            name: self.name.clone(),
            width: self.size.width,
            height: self.size.height,
            x: self.at.x,
            y: self.at.y,
        }
    }

    fn shares_with(&self, other: &Place) -> bool {
        let span = |at: i32, size: u32| (i64::from(at), i64::from(at) + i64::from(size));
        let meet = |one: (i64, i64), other: (i64, i64)| one.0 < other.1 && other.0 < one.1;
        meet(
            span(self.at.x, self.size.width),
            span(other.at.x, other.size.width),
        ) && meet(
            span(self.at.y, self.size.height),
            span(other.at.y, other.size.height),
        )
    }
}

/// The monitor that was kept, if it is there: by its name; of several with that name the one of that size, and of those the
/// one in that place. A system that gives no names is asked for size and place only.
pub(super) fn known_again<'p>(kept: &MonitorKept, all: &[&'p Place]) -> Option<&'p Place> {
    let named = only(all, |place| place.name == kept.name);
    let sized = |place: &Place| (place.size.width, place.size.height) == (kept.width, kept.height);
    match named.as_slice() {
        [] => None,
        [one] if !kept.name.is_empty() || sized(one) => Some(*one),
        several => match only(several, sized).as_slice() {
            [] => None,
            [one] => Some(*one),
            same => same
                .iter()
                .find(|place| (place.at.x, place.at.y) == (kept.x, kept.y))
                .copied(),
        },
    }
}

fn only<'p>(all: &[&'p Place], fits: impl Fn(&Place) -> bool) -> Vec<&'p Place> {
    all.iter().copied().filter(|place| fits(place)).collect()
}

/// What becomes of the monitors beside the staff's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Beside {
    /// Where the customer's screen goes.
    pub(super) customer: Option<Place>,
    /// Monitors that a person is asked about.
    pub(super) free: Vec<Place>,
}

/// The customer's screen goes to its own monitor, or, where none was ever its own, to the only one that the staff's window
/// is not on. In any other case a person says which. A mirrored monitor shows what the staff see and counts for nothing.
pub(super) fn beside_staff(
    staffs: Option<&Place>,
    all: &[Place],
    choice: SecondMonitor,
    kept: Option<&MonitorKept>,
) -> Beside {
    let Some(staffs) = staffs else {
        return Beside::default();
    };
    let others: Vec<&Place> = all
        .iter()
        .filter(|place| !place.shares_with(staffs))
        .collect();
    let asked = || Beside {
        customer: None,
        free: others.iter().copied().cloned().collect(),
    };
    let goes_to = |place: &Place| Beside {
        customer: Some(place.clone()),
        free: Vec::new(),
    };
    match (choice, kept, others.as_slice()) {
        (SecondMonitor::Free, ..) | (_, _, []) => Beside::default(),
        (SecondMonitor::Ask, ..) => asked(),
        (SecondMonitor::Customer, Some(kept), _) => match known_again(kept, &others) {
            Some(place) => goes_to(place),
            // The staff have moved their window onto it: then it is the other one, where there is only one.
            None if known_again(kept, &[staffs]).is_some() && others.len() == 1 => {
                goes_to(others[0])
            }
            None => asked(),
        },
        (SecondMonitor::Customer, None, [one]) => goes_to(one),
        (SecondMonitor::Customer, None, _) => asked(),
    }
}

/// The size of the staff's window on a monitor, and the smallest that it may be made. What fits there stays as it is; what
/// does not is made so small that its frame fits too. The first size was never seen with its frame.
pub(super) fn fitted(
    wanted: WindowSize,
    first: bool,
    room: (f64, f64),
) -> ((f64, f64), (f64, f64)) {
    let (width, height) = (f64::from(wanted.width), f64::from(wanted.height));
    let inside = (
        (room.0 - f64::from(FRAME.0)).max(1.0),
        (room.1 - f64::from(FRAME.1)).max(1.0),
    );
    let fits = !first && width <= room.0 && height <= room.1;
    let size = if fits {
        (width, height)
    } else {
        (width.min(inside.0), height.min(inside.1))
    };
    let least = (800_f64.min(inside.0), 560_f64.min(inside.1));
    ((size.0.max(least.0), size.1.max(least.1)), least)
}

/// The room of a monitor in CSS pixels.
pub(super) fn room(place: &Place) -> (f64, f64) {
    (
        f64::from(place.work_size.width) / place.factor,
        f64::from(place.work_size.height) / place.factor,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monitor(name: &str, x: i32, width: u32) -> Place {
        Place {
            name: name.into(),
            at: PhysicalPosition::new(x, 0),
            size: PhysicalSize::new(width, 800),
            work_at: PhysicalPosition::new(x, 0),
            work_size: PhysicalSize::new(width, 760),
            factor: 1.0,
        }
    }

    fn customers(staffs: &Place, all: &[Place], kept: Option<&Place>) -> Beside {
        let kept = kept.map(Place::kept);
        beside_staff(Some(staffs), all, SecondMonitor::Customer, kept.as_ref())
    }

    fn goes_to(place: &Place) -> Beside {
        Beside {
            customer: Some(place.clone()),
            free: Vec::new(),
        }
    }

    #[test]
    fn the_customer_gets_the_monitor_that_the_staff_do_not_work_on() {
        let (left, right) = (monitor("A", 0, 1920), monitor("B", 1920, 1280));
        let both = [left.clone(), right.clone()];
        assert_eq!(
            customers(&left, &both[..1], None),
            Beside::default(),
            "one monitor is the staff's"
        );
        assert_eq!(customers(&left, &both, None), goes_to(&right));
        assert_eq!(
            customers(&right, &both, Some(&right)),
            goes_to(&left),
            "the staff's window was moved over"
        );
        let mirror = [left.clone(), monitor("B", 0, 1280)];
        assert_eq!(
            customers(&left, &mirror, None),
            Beside::default(),
            "a mirror would show the customer the staff's half"
        );
        let nobody_knows = beside_staff(None, &both, SecondMonitor::Customer, None);
        assert_eq!(nobody_knows, Beside::default(), "which is which");
    }

    #[test]
    fn a_monitor_is_its_own_whatever_the_order_and_the_place() {
        let (staffs, theirs, third) = (
            monitor("A", 0, 1920),
            monitor("B", 1920, 1280),
            monitor("C", 3200, 1280),
        );
        for all in [
            [staffs.clone(), theirs.clone(), third.clone()],
            [third.clone(), theirs.clone(), staffs.clone()],
            [staffs.clone(), third.clone(), theirs.clone()],
        ] {
            assert_eq!(customers(&staffs, &all, Some(&theirs)), goes_to(&theirs));
        }
        let swapped = [
            staffs.clone(),
            monitor("C", 1920, 1280),
            monitor("B", 3200, 1280),
        ];
        assert_eq!(
            customers(&staffs, &swapped, Some(&theirs)),
            goes_to(&swapped[2]),
            "the name counts, not the place"
        );
        let pulled = [staffs.clone(), third.clone()];
        assert_eq!(
            customers(&staffs, &pulled, Some(&theirs)),
            Beside {
                customer: None,
                free: vec![third.clone()]
            },
            "a third monitor is somebody's: the staff are asked"
        );
        let never_chosen = [staffs.clone(), theirs, third];
        assert_eq!(
            customers(&staffs, &never_chosen, None).free.len(),
            2,
            "nor by list order"
        );
    }

    #[test]
    fn monitors_of_one_name_are_told_apart_by_size_and_then_by_place() {
        let (one, other) = (monitor("DELL", 1920, 1280), monitor("DELL", 3200, 1280));
        let all = [&one, &other];
        assert_eq!(known_again(&other.kept(), &all), Some(&other));
        let moved = MonitorKept {
            x: 77,
            ..other.kept()
        };
        assert_eq!(known_again(&moved, &all), None, "nobody can tell");
        let nameless = [&monitor("", 0, 1920), &monitor("", 1920, 1280)];
        let kept = monitor("", 1920, 1280).kept();
        assert_eq!(known_again(&kept, &nameless), Some(nameless[1]));
    }

    #[test]
    fn at_the_first_start_a_second_monitor_is_asked_for_and_not_covered() {
        let all = [monitor("A", 0, 1920), monitor("B", 1920, 1280)];
        let beside = beside_staff(Some(&all[0]), &all, SecondMonitor::Ask, None);
        assert_eq!((beside.customer, beside.free), (None, vec![all[1].clone()]));
        let left_alone = beside_staff(Some(&all[0]), &all, SecondMonitor::Free, None);
        assert_eq!(left_alone, Beside::default());
    }

    #[test]
    fn no_window_is_larger_than_the_work_area() {
        let size = |width, height| WindowSize {
            width,
            height,
            maximised: false,
        };
        for (wanted, first, area) in [
            (size(1366, 820), true, (1366.0, 728.0)),
            (size(1366, 820), true, (1024.0, 600.0)),
            (size(1366, 820), true, (960.0, 520.0)),
            (size(3840, 2160), false, (1366.0, 728.0)),
            (size(1440, 820), false, (1366.0, 860.0)),
            (size(1, 1), false, (1366.0, 728.0)),
            (size(1366, 820), true, (640.0, 360.0)),
        ] {
            let ((width, height), least) = fitted(wanted, first, area);
            assert!(
                width <= area.0 && height + 30.0 <= area.1,
                "{wanted:?} in {area:?}"
            );
            assert!(
                least.0 <= width && least.1 <= height,
                "{wanted:?} in {area:?}"
            );
        }
        let ((width, height), _) = fitted(size(1920, 1080), false, (1920.0, 1080.0));
        assert_eq!((width, height), (1920.0, 1080.0), "what fits stays");
        let ((width, height), least) = fitted(size(1366, 820), true, (1920.0, 1040.0));
        assert_eq!((width, height, least), (1366.0, 820.0, (800.0, 560.0)));
    }

    #[test]
    fn the_first_window_and_its_frame_stand_in_the_work_area_at_every_scale() {
        let first = WindowSize {
            width: 1366,
            height: 820,
            maximised: false,
        };
        for (width, height) in [(1366, 728), (1920, 1040), (2560, 1400), (3840, 2100)] {
            for factor in [1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0] {
                let place = Place {
                    work_size: PhysicalSize::new(width, height),
                    factor,
                    ..monitor("a", 0, width)
                };
                let (inner, least) = fitted(first, true, room(&place));
                let outer = |inner: f64, frame: u32| (inner + f64::from(frame)) * factor;
                assert!(
                    outer(inner.0, FRAME.0) <= f64::from(width)
                        && outer(inner.1, FRAME.1) <= f64::from(height),
                    "{inner:?} on {width}x{height} at {factor}"
                );
                assert!(least.0 <= inner.0 && least.1 <= inner.1, "and may stay so");
            }
        }
    }
}
