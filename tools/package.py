"""Build what a browser's store gets: the extension, and nothing else of the project.

`build/extension` is the folder, `build/winnow-VERSION.zip` the same files. The zip holds
no times and a fixed order, so that the same sources give the same bytes.
"""

import json
import shutil
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PARTS = ("manifest.json", "_locales", "extension")
NEEDED = {".json", ".js", ".html", ".css", ".svg", ".png"}
TYPES_ONLY = (".d.ts", "jsconfig.json", "tsconfig.json", "package.json")


def sources(root: Path) -> list[Path]:
    """The files the extension is made of, in order."""
    found = [
        file
        for part in PARTS
        for file in ([root / part] if (root / part).is_file() else (root / part).rglob("*"))
        if file.is_file() and file.suffix in NEEDED and not file.name.endswith(TYPES_ONLY)
    ]
    return sorted(found)


def build(root: Path = ROOT, out: Path = BUILD) -> tuple[Path, Path]:
    """Write the folder and the zip; where they are."""
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    folder = out / "extension"
    archive = out / f"winnow-{manifest['version']}.zip"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sources(root):
            name = file.relative_to(root)
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            zipped.writestr(zipfile.ZipInfo(name.as_posix()), file.read_bytes())
    return folder, archive


if __name__ == "__main__":
    for made in build():
        print(made.relative_to(ROOT))
