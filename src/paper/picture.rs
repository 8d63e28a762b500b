//! Pictures: what a file of one tells about its size and how it is to be held.

use std::fmt;
use std::sync::Arc;

use imagesize::ImageType;

use super::model::Paragraph;

/// A picture with its caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Name of its file.
    pub name: String,
    /// SHA-256 of its file.
    pub hash: String,
    /// What stands under it.
    pub caption: Paragraph,
    /// The picture itself.
    pub image: Image,
}

/// A JPEG or PNG file that can be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    format: ImageFormat,
    width: u32,
    height: u32,
    turn: Turn,
    bytes: Arc<[u8]>,
}

/// What an image is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl ImageFormat {
    /// Ending of its files.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }
}

/// How far a picture must be turned clockwise to stand upright (Exif 2.32, tag 0x0112): cameras store what the sensor
/// sees. Mirrored ones, which no camera makes, count as not mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Not at all.
    None,
    /// 90 degrees.
    Right,
    /// 180 degrees.
    Half,
    /// 270 degrees.
    Left,
}

impl Image {
    /// Reads a file's own words about itself; `None` where it is neither JPEG nor PNG, or has no size.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let format = match imagesize::image_type(&bytes).ok()? {
            ImageType::Jpeg => ImageFormat::Jpeg,
            ImageType::Png => ImageFormat::Png,
            _ => return None,
        };
        let size = imagesize::blob_size(&bytes).ok()?;
        let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        if width == 0 || height == 0 {
            return None;
        }
        let turn = if format == ImageFormat::Jpeg { turn_of_jpeg(&bytes).unwrap_or(Turn::None) } else { Turn::None };
        Some(Self { format, width, height, turn, bytes: bytes.into() })
    }

    /// What it is written in.
    pub fn format(&self) -> ImageFormat {
        self.format
    }

    /// Width and height as stored, in pixels.
    pub fn stored_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// How it must be turned.
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// Its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}×{} {:?}, {} bytes", self.format, self.width, self.height, self.turn, self.bytes.len())
    }
}

/// Walks the segments of a JPEG (ITU-T T.81, B.1) up to the one with Exif data.
fn turn_of_jpeg(bytes: &[u8]) -> Option<Turn> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *bytes.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let content = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            0xe1 if content.starts_with(b"Exif\0\0") => return turn_of_exif(&content[6..]),
            // From here on there is the picture itself.
            0xda | 0xd9 => return None,
            _ => at += 2 + length,
        }
    }
}

/// The orientation in the first directory of a TIFF block (TIFF 6.0, section 2).
fn turn_of_exif(tiff: &[u8]) -> Option<Turn> {
    let little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| -> Option<usize> {
        let four = tiff.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let directory = long(4)?;
    let entries = directory.checked_add(2)?;
    for index in 0..usize::from(short(directory)?) {
        let entry = entries.checked_add(index * 12)?;
        if short(entry)? == 0x0112 {
            return Some(match short(entry.checked_add(8)?)? {
                3 | 4 => Turn::Half,
                5 | 6 => Turn::Right,
                7 | 8 => Turn::Left,
                _ => Turn::None,
            });
        }
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A PNG of this size as far as anybody looks at it here: signature and header (PNG, 11.2.2).
    pub fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    /// A JPEG of this size with an orientation, without a picture in it.
    pub fn jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
        bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        bytes.extend(exif);
        bytes.extend([0xff, 0xc0, 0, 11, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn size_and_turn_are_read_from_the_file_itself() {
        let read = |bytes| Image::read(bytes).unwrap();
        assert_eq!(read(png(640, 480)).stored_size(), (640, 480));
        for (orientation, turn) in
            [(1, Turn::None), (3, Turn::Half), (6, Turn::Right), (8, Turn::Left), (99, Turn::None)]
        {
            let image = read(jpeg(400, 300, orientation));
            assert_eq!((image.format(), image.stored_size(), image.turn()), (ImageFormat::Jpeg, (400, 300), turn));
        }
    }

    #[test]
    fn what_is_no_picture_is_none_and_cut_files_do_no_harm() {
        for bytes in [b"GIF89a\x01\0\x01\0".to_vec(), b"abc".to_vec(), Vec::new(), png(0, 3)] {
            assert_eq!(Image::read(bytes), None);
        }
        let whole = jpeg(400, 300, 6);
        for end in 0..whole.len() {
            let _ = Image::read(whole[..end].to_vec());
        }
        assert_eq!(turn_of_exif(b"II*\0\xff\xff\xff\xff"), None);
    }
}
