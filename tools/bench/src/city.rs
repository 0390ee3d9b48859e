//! The city that is measured: that of `services` with many more citizens.

use std::{fs, path::Path};

use anyhow::Context as _;

/// Citizens of the city that the measurement adds.
pub const CITIZENS: u32 = 999;
/// Another who decides in the same office.
const SECOND_APPROVER: &str = "approver-shu";

/// Copies the city of `services`, adds citizens to it, and leaves each kind of task to one officer:
/// a task that is a colleague's would have to be taken over first.
pub fn build(services: &Path, city: &Path) -> anyhow::Result<()> {
    copy(services, city)?;
    let path = city.join("city/people.yaml");
    let mut people = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    for index in 0..CITIZENS {
        people.push_str(&format!(
            "\n- id: measured-{index}\n  name: 测量{index:03}\n  id_number: \"{}\"\n  \
             mobile: \"19911{index:06}\"\n  address: 榕城市鼓台区东街 18 号\n  \
             birth_on: \"1980-01-01\"\n  region: \"980102002002\"\n  \
             notes: {{zh-Hans: 测量用, zh-Hant: 測量用, en: Measured}}\n",
            id_number(index)
        ));
    }
    fs::write(path, people)?;
    let path = city.join("city/staff.yaml");
    let staff = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let is_one = |line: &&str| !line.starts_with(&format!("- {{id: {SECOND_APPROVER},"));
    let staff: String = staff.lines().filter(is_one).flat_map(|line| [line, "\n"]).collect();
    Ok(fs::write(path, staff)?)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, target)?;
        }
    }
    Ok(())
}

/// An invented identity number with its check digit.
pub fn id_number(index: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("71000019800101{index:03}");
    let digits = body.chars().filter_map(|it| it.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_numbers_have_their_check_digit() {
        assert_eq!(id_number(0).len(), 18);
        let sum: u32 = id_number(7)
            .chars()
            .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1])
            .map(|(digit, weight)| digit.to_digit(10).unwrap_or(10) * weight)
            .sum();
        assert_eq!(sum % 11, 1);
    }
}
