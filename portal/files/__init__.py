"""Photos and documents: their bytes on disk (disk, holds), what they are (content, pictures), how they come in
(uploads, tus) and go out (downloads)."""
