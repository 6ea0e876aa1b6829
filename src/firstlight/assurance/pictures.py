"""Photographs that come in by a telephone: drawn anew, so that nothing comes along but what one sees."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from firstlight.kernel.errors import Invalid

#: A file that is larger is not opened, a picture of more points not decoded.
MOST_BYTES = 15 * 1024 * 1024
MOST_POINTS = 50_000_000
#: The longer side of what is kept.
LONGEST = 2000
_KINDS = ("JPEG", "PNG", "WEBP")


def redrawn(data: bytes, name: str) -> bytes:
    """The picture as a JPEG of at most 2,000 points a side, upright, without what the camera wrote into it.

    Invalid, by name, for what is too large or no JPEG, PNG or WebP picture.
    """
    if len(data) > MOST_BYTES:
        size, most = len(data) / 1024**2, MOST_BYTES // 1024**2
        raise Invalid(f"“{name}” has {size:.1f} MB; a photo has at most {most} MB.")
    try:
        with Image.open(BytesIO(data), formats=_KINDS) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise Invalid(f"“{name}” has {opened.width} times {opened.height} points; take a smaller photo.")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Invalid:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid(f"“{name}” is no photo: a JPEG, PNG or WebP picture is expected.") from None
    upright.thumbnail((LONGEST, LONGEST))
    out = BytesIO()
    upright.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
