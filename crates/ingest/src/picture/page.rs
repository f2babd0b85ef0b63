//! A PDF of one page that shows a picture.

use super::Picture;

/// The longer side of a page whose resolution is not known, in points: that of A4.
const TALL: f32 = 842.0;
/// Longer sides of pages in points that a stated resolution may lead to: a card, and the largest plans.
const LIKELY: std::ops::RangeInclusive<f32> = 250.0..=3_400.0;

/// The file.
pub(super) fn pdf(picture: &Picture) -> Vec<u8> {
    let (width, height) = points(picture);
    let Picture { size, bits, space, filter, packed, .. } = picture;
    let content = format!("q {width} 0 0 {height} 0 0 cm /P Do Q");
    let head = format!(
        "<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace {space} /BitsPerComponent {bits} {filter} \
         /Length {} >>\nstream\n",
        size.0,
        size.1,
        packed.len()
    );
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R \
         /Resources << /XObject << /P 5 0 R >> >> >>"
    );
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()).into_bytes(),
        [head.as_bytes(), packed, b"\nendstream"].concat(),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{places}").bytes());
    file.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// Width and height of the page in points, by the resolution where it can be believed.
fn points(picture: &Picture) -> (f32, f32) {
    let (width, height) = (picture.size.0 as f32, picture.size.1 as f32);
    let long = width.max(height).max(1.0);
    let said = picture.dpi.map(|dpi| 72.0 / dpi).filter(|scale| LIKELY.contains(&(scale * long)));
    let scale = said.unwrap_or(TALL / long);
    (width * scale, height * scale)
}
