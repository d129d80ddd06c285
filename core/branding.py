"""The look of this town: one set of values that feeds the site, its mails and the manifest."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import colors

# The card is white and the ground nearly so: text and controls are measured against the ground,
# the darker of the two.
GROUND = "#faf6ef"
TEXT_CONTRAST = 4.5
CONTROL_CONTRAST = 3.0

SYSTEM_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
NOTO = f'"Noto Sans Variable", {SYSTEM_FONT}'
SERIF = '"Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif'
FONTS = {
    "noto": (NOTO, NOTO),
    "system": (SYSTEM_FONT, SYSTEM_FONT),
    "serif": (NOTO, SERIF),
}
CORNERS = {"square": ("0", "0"), "soft": ("12px", "8px"), "round": ("20px", "999px")}


@dataclass(frozen=True)
class Brand:
    """Values of one look; the defaults are those of a portal nobody has branded yet."""

    name: str = "Stoep"
    primary: str = "#1f5f4a"
    accent: str = "#b0452c"
    font: str = "noto"
    corners: str = "soft"
    logo: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    municipality: str = ""

    @cached_property
    def hash(self) -> str:
        """Changes whenever the style sheet or the logo does."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]

    @cached_property
    def css(self) -> str:
        return theme_css(self)

    @cached_property
    def primary_ramp(self) -> dict[int, str]:
        return colors.ramp(self.primary)

    @cached_property
    def accent_ramp(self) -> dict[int, str]:
        return colors.ramp(self.accent)


DEFAULT = Brand()


def theme_css(brand: Brand) -> str:
    """The custom properties that make the portal look like this town."""
    body, heading = FONTS.get(brand.font, FONTS["noto"])
    corner, control = CORNERS.get(brand.corners, CORNERS["soft"])
    lines = [f"--brand-{step}: {value};" for step, value in brand.primary_ramp.items()]
    lines += [f"--accent-{step}: {value};" for step, value in brand.accent_ramp.items()]
    lines += [
        f"--font-body: {body};",
        f"--font-heading: {heading};",
        f"--corner: {corner};",
        f"--corner-control: {control};",
    ]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"


def check_color(color: str, minimum: float) -> None:
    """Refuses a colour that cannot be read, and offers the nearest that can."""
    try:
        ratio = colors.contrast(color, GROUND)
    except ValueError as error:
        raise ValidationError(_("Write the color like this: #1f5f4a.")) from error
    # White text stands on the colour too; white is lighter than the ground, so the ground decides.
    if ratio < minimum:
        raise ValidationError(
            _(
                "%(color)s is too light to read: its contrast is %(ratio)s to 1, and %(minimum)s "
                "to 1 is needed. The nearest color that passes is %(offer)s."
            ),
            code="contrast",
            params={
                "color": color,
                "ratio": f"{ratio:.1f}",
                "minimum": minimum,
                "offer": colors.nearest_passing(color, GROUND, minimum),
            },
        )


_remembered: tuple[float, Brand] | None = None


def current() -> Brand:
    """The town's look, read from the database at most every ``BRAND_MEMORY_SECONDS``.

    Every page needs it, and it changes about once a year; saving it forgets it in this
    process at once, the other processes follow when their memory runs out.
    """
    if _remembered and time.monotonic() - _remembered[0] < settings.BRAND_MEMORY_SECONDS:
        return _remembered[1]
    from core.models.branding import BrandSettings

    row = BrandSettings.objects.order_by("pk").first()
    return remember(row.as_brand() if row else DEFAULT)


def remember(brand: Brand) -> Brand:
    global _remembered
    _remembered = (time.monotonic(), brand)
    return brand


def sign(brand: Brand) -> str:
    """The values of a look nobody saved yet, for the style sheet of its preview."""
    return signing.dumps(asdict(brand), salt="core.branding.preview")


def previewed(signed: str) -> Brand | None:
    """The look that ``sign`` wrote within the last hour, or None."""
    try:
        return Brand(**signing.loads(signed, salt="core.branding.preview", max_age=3600))
    except (signing.BadSignature, TypeError):
        return None


def remembered() -> Brand:
    """The last known look without asking the database, for the page that says it is broken."""
    return _remembered[1] if _remembered else DEFAULT


def forget() -> None:
    global _remembered
    _remembered = None
