//! The difference between two texts, line by line.

/// How large the table of the comparison may be; beyond it, everything between the first and the
/// last difference counts as replaced.
const MOST_CELLS: usize = 4_000_000;

/// A line of a difference, with its number in the old or the new text, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change<'a> {
    /// It stands in both; the number is that of the new text.
    Same(usize, &'a str),
    /// It was taken out of the old text.
    Removed(usize, &'a str),
    /// It was added in the new text.
    Added(usize, &'a str),
}

/// The lines that differ, each with up to three lines around it.
pub(crate) fn diff<'a>(old: &'a str, new: &'a str) -> Vec<Change<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut lines: Vec<Change<'a>> =
        new[..start].iter().enumerate().map(|(at, line)| Change::Same(at + 1, line)).collect();
    middle(&old[start..old_end], &new[start..new_end], start, &mut lines);
    let after = new[new_end..].iter().enumerate();
    lines.extend(after.map(|(at, line)| Change::Same(new_end + at + 1, line)));
    around(&lines)
}

/// The longest common sequence of the part that differs.
fn middle<'a>(old: &[&'a str], new: &[&'a str], start: usize, lines: &mut Vec<Change<'a>>) {
    let width = new.len() + 1;
    let is_small = (old.len() + 1) * width <= MOST_CELLS;
    let mut longest = vec![0u32; if is_small { (old.len() + 1) * width } else { 0 }];
    if is_small {
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                longest[i * width + j] = if old[i] == new[j] {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
    }
    let at = |i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or(0);
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if is_small && i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(Change::Same(start + j + 1, new[j]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || at(i + 1, j) >= at(i, j + 1)) {
            lines.push(Change::Removed(start + i + 1, old[i]));
            i += 1;
        } else {
            lines.push(Change::Added(start + j + 1, new[j]));
            j += 1;
        }
    }
}

fn around<'a>(lines: &[Change<'a>]) -> Vec<Change<'a>> {
    let is_near = |at: usize| {
        let window = &lines[at.saturating_sub(3)..(at + 4).min(lines.len())];
        window.iter().any(|line| !matches!(line, Change::Same(..)))
    };
    (0..lines.len()).filter(|at| is_near(*at)).map(|at| lines[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_removed_and_added() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni";
        let new = "a\nb\nc\nd\nE\nf\ng\nh\ni";
        let lines = diff(old, new);
        assert_eq!(lines.len(), 8, "{lines:?}");
        assert!(lines.contains(&Change::Removed(5, "e")) && lines.contains(&Change::Added(5, "E")));
        assert_eq!(lines[0], Change::Same(2, "b"));
    }

    #[test]
    fn equal_texts_have_no_difference_and_a_first_text_is_all_new() {
        assert!(diff("a\nb", "a\nb").is_empty());
        assert_eq!(diff("", "a\nb"), [Change::Added(1, "a"), Change::Added(2, "b")]);
    }

    #[test]
    fn a_moved_line_keeps_the_others() {
        let lines = diff("x\na\nb", "a\nb\nx");
        assert_eq!(
            lines,
            [
                Change::Removed(1, "x"),
                Change::Same(1, "a"),
                Change::Same(2, "b"),
                Change::Added(3, "x")
            ]
        );
    }
}
