//! The chapter's colour, made readable: a chapter picks one accent, and what is drawn with it keeps the contrast that
//! WCAG 2.2 asks for (4.5:1) on light paper and on dark.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// What a chapter has that has chosen none: the brown of bread.
pub const BREAD: Colour = Colour(0x9a, 0x34, 0x12);

const WHITE: Colour = Colour(255, 255, 255);
const BLACK: Colour = Colour(0, 0, 0);
/// The surfaces that stand in `potluck.css`, light and dark: the one on which contrast is lowest.
const LIGHT: Colour = Colour(0xf0, 0xea, 0xe0);
const DARK: Colour = Colour(0x30, 0x2b, 0x26);
/// WCAG 2.2, 1.4.3.
const ENOUGH: f64 = 4.5;

impl Colour {
    /// From `#9a3412`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// WCAG's relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let c = f64::from(part) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// WCAG's contrast ratio, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn mixed(self, with: Self, percent: u16) -> Self {
        let mix = |a: u8, b: u8| ((u16::from(a) * (100 - percent) + u16::from(b) * percent) / 100) as u8;
        Self(mix(self.0, with.0), mix(self.1, with.1), mix(self.2, with.2))
    }

    /// The nearest of the same hue that can be read on a surface.
    fn readable_on(self, surface: Self) -> Self {
        let towards = if surface.luminance() > 0.18 { BLACK } else { WHITE };
        (0..=50).map(|step| self.mixed(towards, step * 2)).find(|c| c.contrast(surface) >= ENOUGH).unwrap_or(towards)
    }

    /// What is written on this colour.
    fn ink(self) -> Self {
        if self.contrast(WHITE) >= ENOUGH { WHITE } else { BLACK }
    }

    /// The stylesheet that makes a chapter's pages its own.
    pub fn stylesheet(self) -> String {
        let set = |surface: Self| {
            let accent = self.readable_on(surface);
            format!("--accent:{};--on-accent:{}", accent.hex(), accent.ink().hex())
        };
        let (light, dark) = (set(LIGHT), set(DARK));
        format!(
            ":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\
             :root[data-theme=dark]{{{dark}}}@media print{{:root:root{{{light}}}}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_chapter_picks_can_be_read() {
        for red in (0..=255).step_by(17) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(17) {
                    let picked = Colour(red as u8, green as u8, blue as u8);
                    for surface in [LIGHT, WHITE, DARK, Colour(0x1b, 0x19, 0x16)] {
                        let worst = if surface.luminance() > 0.18 { LIGHT } else { DARK };
                        let accent = picked.readable_on(worst);
                        assert!(accent.contrast(surface) >= ENOUGH, "{picked:?} on {surface:?}");
                        assert!(accent.ink().contrast(accent) >= ENOUGH, "ink on {picked:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert!(BREAD.stylesheet().starts_with(":root{--accent:#9a3412;--on-accent:#ffffff}"));
        assert_eq!(Colour::parse("#9A3412"), Some(BREAD));
        for wrong in ["9a3412", "#9a34", "#9a341g", "#9a3412;}", "", "#ééé"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }
}
