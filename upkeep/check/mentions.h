// What a markdown document mentions, and where: links, images, code spans, lines of code blocks. The blocks are the
// indexer's; what stands inside of a line is read here, since the parser's inline nodes have no columns to rely on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "pointer-map/pointer.h"

namespace fingerpost {

struct Mention {
  enum class Kind : std::uint8_t {
    link,   // [text](target), <a href>, [id]: target
    image,  // ![text](target), <img src>
    span,   // `code`
    code,   // a line of a code block
  };
  Kind kind = Kind::span;
  int line = 1;
  int column = 1;             // in bytes, of the text's first
  std::string_view text;      // as it is written, inside the document's text
  std::string_view language;  // of a code block, "" for none
  int block = 0;              // of a line of code: the block's number, from 1
};

// One document with what it mentions. Its views point into its own text, so it is neither copied nor moved.
class CheckedDocument {
 public:
  CheckedDocument(std::string path, std::string text);
  CheckedDocument(const CheckedDocument&) = delete;
  CheckedDocument& operator=(const CheckedDocument&) = delete;

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  const Lines& lines() const { return lines_; }
  const Reading& reading() const { return reading_; }
  const std::vector<Mention>& mentions() const { return mentions_; }

  // The headings above a line, outermost first, in lower case and parted by line ends.
  std::string headings_above(int line) const;
  // Whether a line stands in a code block or an HTML comment, or before the body.
  bool is_code(int line) const { return code_[static_cast<std::size_t>(line)] > 0; }
  bool is_comment(int line) const { return code_[static_cast<std::size_t>(line)] < 0; }

  // Whether the document speaks of this line's things as of what is not there: planned, removed, an example, another
  // project's. Dead pointers are told from these.
  // `vaguely` counts words that may say so, for what else tells little.
  bool is_hypothetical(int line, bool vaguely = true) const;
  // The narrower sense, for what is run rather than named: removed, or not there yet.
  bool is_past_or_planned(int line) const;
  // The same of the document as a whole: a change log, a proposal, a plan, a template.
  bool is_hypothetical() const { return hypothetical_; }

 private:
  std::string words_at(int line) const;
  std::string list_head(int line) const;
  void mark_blocks();
  void mark_other_fences();
  bool is_inside_note(const Place& block) const;
  void mark_note(const Place& block);
  void read_line(int n, std::size_t& ticks);
  void read_html(int n, std::string_view line);
  void add(Mention::Kind kind, int n, std::string_view line, std::string_view text);
  std::size_t read_target(int n, std::string_view line, std::size_t at, Mention::Kind kind);

  std::string path_;
  std::string text_;
  Lines lines_;
  Reading reading_;
  std::vector<Mention> mentions_;
  std::vector<int> code_;  // by line: number of the code block, -1 for comment or front matter, 0 for prose
  std::vector<std::string_view> languages_;
  bool hypothetical_ = false;
};

}  // namespace fingerpost
