#!/usr/bin/env python3
"""Text of Debian packages, one paragraph a line, for learn_words.cc.

usage: learn_words.py DEB... > paragraphs.txt

Reads documentation out of .deb files (apt-get download NAME...) without unpacking them: HTML, plain text, reStructured
text, Markdown, info, manual pages, changelogs and NEWS. Markup, code lines and repeated paragraphs are left out.
"""
import gzip
import html
import io
import re
import subprocess
import sys
import tarfile
import zlib

PLACES = ("./usr/share/doc/", "./usr/share/man/man", "./usr/share/info/", "./usr/share/help/C/", "./usr/share/perl/",
          "./usr/share/dictd/", "./usr/share/jargon", "./usr/share/vim/", "./usr/share/games/fortunes/")
SKIPPED = re.compile(r"copyright$|\.(png|svg|gif|jpe?g|js|css|pdf|ps|woff2?|json|c|h|cc|cpp|py|java|sh|xml|svgz|ico|eot|"
                     r"ttf|so|o|inv|map|db|tag|tags|index|dat|csv|zip|doctree|pickle)$|genindex|searchindex|/api/|doxygen|"
                     r"/(de|fr|ja|es|it|ru|pt|pt_BR|zh_CN|zh|ko|tr|pl|nl|cs|sv|da|fi|hu|ro|sk|uk|el|vi|ca|id|nb|zh_TW|translations)/"
                     r"|\.(de|fr|ja|es|it|ru|pt|ko|tr|zh|pl|da)\.")
LARGEST = 4_000_000
NOISE = re.compile(r"<(script|style|pre)\b.*?</\1>|<!--.*?-->", re.S | re.I)
BLOCK = re.compile(r"</?(p|div|li|h\d|td|th|tr|dt|dd|table|ul|ol|dl|br|section|title|blockquote)\b[^>]*>", re.I)
TAG = re.compile(r"<[^>]{1,400}>")
ITEM = re.compile(r"^\s*([-*+o]|\d+[.)])\s+")


def paragraphs_of_html(text):
    text = NOISE.sub(" ", text)
    text = BLOCK.sub("\n\n", text)
    return html.unescape(TAG.sub("", text))


def paragraphs_of_man(text):
    out = []
    for line in text.split("\n"):
        if line.startswith((".\\\"", "'\\\"")):
            continue
        if line.startswith((".", "'")):
            words = line.split(None, 1)
            if words[0] in (".B", ".I", ".BR", ".IR", ".RB", ".RI", ".Nm", ".Fl", ".Ar", ".Em", ".Sy", ".Li", ".Xr",
                            ".Cm", ".Ic", ".Pa", ".Dv", ".Er"):
                out.append(words[1] if len(words) > 1 else "")
            else:
                out.append("")
            continue
        out.append(line)
    text = re.sub(r"\\f(\([A-Z]{2}|\[[A-Z]*\]|.)|\\&|\\[|^/,c]", "", "\n".join(out))
    return re.sub(r"\\\(..|\\\*\(..|\\", " ", text.replace("\\-", "-").replace("\\(aq", "'"))


def paragraphs(text):
    lines = []
    for line in text.split("\n"):
        bare = line.strip()
        letters = sum(c.isalpha() or c == " " for c in bare)
        if not bare or ITEM.match(line):
            yield " ".join(lines)
            lines = []
        if not bare or letters < 0.75 * len(bare):
            continue
        lines.append(ITEM.sub("", bare))
    yield " ".join(lines)


def documents(deb):
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as tar:
        with tarfile.open(fileobj=tar.stdout, mode="r|", errorlevel=0) as archive:
            for member in archive:
                name = member.name
                if not member.isfile() or member.size > LARGEST or not name.startswith(PLACES):
                    continue
                plain = name[:-3] if name.endswith((".gz", ".dz")) else name
                if SKIPPED.search(plain):
                    continue
                data = archive.extractfile(member).read()
                if plain != name:
                    try:
                        data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(4 * LARGEST)
                    except (OSError, EOFError):
                        continue
                if b"\0" in data[:1000]:
                    continue
                text = data.decode("utf-8", "replace")
                if "/man/" in name:
                    yield paragraphs_of_man(text)
                elif "<html" in text[:2000].lower() or plain.endswith((".html", ".htm", ".xhtml", ".page")):
                    yield paragraphs_of_html(text)
                else:
                    yield text


def main():
    seen = set()
    for deb in sys.argv[1:]:
        try:
            for text in documents(deb):
                for paragraph in paragraphs(text):
                    words = paragraph.count(" ") + 1
                    if not 5 <= words <= 2000:
                        continue
                    key = zlib.crc32(paragraph[:200].encode())
                    if key in seen:
                        continue
                    seen.add(key)
                    print(paragraph)
        except (tarfile.TarError, OSError) as error:
            print(f"{deb}: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    main()
