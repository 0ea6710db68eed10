//! Whatever bytes come in, decoding answers with a picture or a clear error.

use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage, codecs};
use jpeg_encoder::{ColorType, Encoder};
use porchlight_vision::{PictureError, decode, encode_jpeg};
use std::io::Cursor;

/// Left half red, right half blue, a green line on top: any turn of it can be told.
fn marked(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x, y) {
        (_, y) if y < height / 8 => Rgb([0, 255, 0]),
        (x, _) if x < width / 2 => Rgb([255, 0, 0]),
        _ => Rgb([0, 0, 255]),
    })
}

fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("the format can hold it");
    bytes.into_inner()
}

#[test]
fn every_format_is_known_by_its_content() {
    let image = DynamicImage::from(marked(64, 48));
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Gif,
        ImageFormat::Tiff,
        ImageFormat::Pnm,
        ImageFormat::Qoi,
        ImageFormat::Ico,
    ] {
        let image = if format == ImageFormat::Ico { image.to_rgba8().into() } else { image.clone() };
        let picture = decode(&written(&image, format)).unwrap_or_else(|error| panic!("{format:?}: {error}"));
        assert_eq!((picture.width, picture.height), (64, 48), "{format:?}");
        let left = &picture.rgb[(40 * 64 + 5) * 3..][..3];
        assert!(left[0] > 200 && left[2] < 60, "{format:?}: the left half is red, not {left:?}");
    }
}

#[test]
fn a_tga_is_known_by_its_end() {
    let mut bytes = written(&marked(16, 16).into(), ImageFormat::Tga);
    bytes.extend([0; 8]);
    bytes.extend(b"TRUEVISION-XFILE.\0");
    let picture = decode(&bytes).expect("a TGA of version 2");
    assert_eq!((picture.width, picture.height), (16, 16), "read to its end");
}

#[test]
fn sixteen_bits_grey_and_one_pixel_become_eight_bit_rgb() {
    let deep = DynamicImage::from(marked(20, 10)).into_rgb16();
    let picture = decode(&written(&deep.into(), ImageFormat::Png)).expect("16-bit PNG");
    assert_eq!(picture.rgb.len(), 20 * 10 * 3, "three bytes a pixel");
    let grey = DynamicImage::from(marked(20, 10)).into_luma8();
    let picture = decode(&written(&grey.into(), ImageFormat::Png)).expect("grey PNG");
    assert_eq!(picture.rgb.len(), 20 * 10 * 3, "three bytes a pixel");
    let dot = decode(&written(&marked(1, 1).into(), ImageFormat::Png)).expect("one pixel");
    assert_eq!((dot.width, dot.height), (1, 1), "one pixel is a picture");
}

#[test]
fn a_cmyk_jpeg_has_its_colours() {
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        // No cyan, all magenta, all yellow, no black: red.
        let red = [0, 255, 255, 0].repeat(32 * 32);
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 95).encode(&red, 32, 32, kind).expect("encoded");
        let picture = decode(&bytes).expect("CMYK can be read");
        let [r, g, b] = [picture.rgb[300], picture.rgb[301], picture.rgb[302]];
        assert!(r > 180 && g < 80 && b < 80, "red, not {r} {g} {b}");
    }
}

#[test]
fn what_is_transparent_lies_on_white() {
    let glass = DynamicImage::from(image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0])));
    let picture = decode(&written(&glass, ImageFormat::Png)).expect("a PNG with transparency");
    assert!(picture.rgb.iter().all(|v| *v == 255), "nobody sees the black behind it");
}

/// A JPEG whose EXIF data says that it must be turned.
fn turned_jpeg(orientation: u8) -> Vec<u8> {
    let image = marked(64, 48);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    encoder.add_app_segment(1, exif).expect("a short segment");
    encoder.encode(image.as_raw(), 64, 48, ColorType::Rgb).expect("encoded");
    bytes
}

#[test]
fn pictures_are_turned_as_their_exif_data_says() {
    // Where the green line, on top of the stored picture, must be found after turning.
    for (orientation, size, green_at) in [
        (1, (64, 48), (32, 2)),
        (2, (64, 48), (32, 2)),
        (3, (64, 48), (32, 45)),
        (4, (64, 48), (32, 45)),
        (5, (48, 64), (2, 32)),
        (6, (48, 64), (45, 32)),
        (7, (48, 64), (45, 32)),
        (8, (48, 64), (2, 32)),
        (0, (64, 48), (32, 2)),
        (99, (64, 48), (32, 2)),
    ] {
        let picture = decode(&turned_jpeg(orientation)).expect("decoded");
        assert_eq!((picture.width, picture.height), size, "orientation {orientation}");
        let (x, y) = green_at;
        let [r, g, b] = std::array::from_fn(|c| picture.rgb[((y * picture.width + x) * 3) as usize + c]);
        assert!(g > 200 && r < 60 && b < 60, "orientation {orientation}: {r} {g} {b} at {x} {y}");
    }
}

#[test]
fn a_hundred_megapixels_are_refused_before_they_are_decoded() {
    // A real file of that size would take long to make; its header alone must be enough to refuse it.
    let mut bytes = written(&marked(8, 8).into(), ImageFormat::Bmp);
    bytes[18..22].copy_from_slice(&12_000u32.to_le_bytes());
    bytes[22..26].copy_from_slice(&9_000u32.to_le_bytes());
    let error = decode(&bytes).expect_err("too large");
    assert!(matches!(error, PictureError::TooLarge { width: 12_000, height: 9_000 }), "{error}");
    assert!(error.to_string().contains("80 megapixels"), "the owner learns what is possible: {error}");

    let black = vec![0; 11_000 * 9_500];
    let mut png = Vec::new();
    codecs::png::PngEncoder::new_with_quality(
        &mut png,
        codecs::png::CompressionType::Fast,
        codecs::png::FilterType::NoFilter,
    )
    .write_image(&black, 11_000, 9_500, ExtendedColorType::L8)
    .expect("encoded");
    assert!(matches!(decode(&png), Err(PictureError::TooLarge { .. })), "a small file can hold a large picture");
}

#[test]
fn nothing_and_rubbish_are_told_apart() {
    assert!(matches!(decode(b""), Err(PictureError::Empty)), "an empty file");
    for rubbish in [&b"hello, this is a letter"[..], &[0; 64], &[0xff; 300]] {
        assert!(matches!(decode(rubbish), Err(PictureError::UnknownFormat)), "{} bytes of no format", rubbish.len());
    }
}

#[test]
fn a_file_cut_anywhere_or_with_any_byte_changed_never_panics() {
    let image = DynamicImage::from(marked(40, 30));
    let formats = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::WebP,
        ImageFormat::Bmp,
        ImageFormat::Gif,
        ImageFormat::Tiff,
        ImageFormat::Qoi,
    ];
    let mut read = 0;
    for whole in formats.map(|format| written(&image, format)).into_iter().chain([turned_jpeg(6)]) {
        let step = (whole.len() / 150).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut changed = whole.clone();
            changed[at] ^= 0x5a;
            for bytes in [&whole[..at], &changed] {
                match decode(bytes) {
                    Ok(picture) => {
                        assert_eq!(picture.rgb.len(), (picture.width * picture.height * 3) as usize, "whole");
                        read += 1;
                    }
                    Err(error) => assert!(!error.to_string().is_empty(), "an error says something"),
                }
            }
        }
    }
    assert!(read > 0, "a changed colour is still a picture, so some must be readable");
}

#[test]
fn quality_changes_the_size_of_a_jpeg() {
    let image = marked(200, 200);
    let picture = porchlight_domain::Picture { width: 200, height: 200, rgb: image.into_raw() };
    let (low, high) = (encode_jpeg(&picture, 20).expect("encoded"), encode_jpeg(&picture, 95).expect("encoded"));
    assert!(low.len() < high.len(), "{} and {} bytes", low.len(), high.len());
}

#[test]
fn an_iphone_picture_is_told_from_rubbish_and_from_films() {
    let boxed = |brands: &[&[u8]]| {
        let size = u32::try_from(8 + 4 * brands.len()).expect("a small box");
        let mut bytes = [&size.to_be_bytes()[..], b"ftyp"].concat();
        brands.iter().for_each(|brand| bytes.extend_from_slice(brand));
        bytes.extend_from_slice(&[0; 64]);
        bytes
    };
    for brands in [&[&b"heic"[..], b"\0\0\0\0", b"mif1", b"heic"][..], &[b"mif1", b"\0\0\0\0", b"heix"]] {
        assert!(matches!(decode(&boxed(brands)), Err(PictureError::Heic)), "{brands:?}");
    }
    for brands in [&[&b"avif"[..], b"\0\0\0\0", b"mif1"][..], &[b"isom", b"\0\0\0\0", b"mp42"], &[]] {
        assert!(!matches!(decode(&boxed(brands)), Err(PictureError::Heic)), "{brands:?}");
    }
    for short in [&b"\0\0\0"[..], b"\0\0\0\x1cftyp", b"\xff\xff\xff\xffftyphei", b"\0\0\0\0ftypheic"] {
        assert!(!matches!(decode(short), Err(PictureError::Heic)), "{short:?}");
    }
}
