// Env files: names, never values. Also the entries that are commented out, and the comments that explain them.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "indexer/format.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

// The name that a line assigns to, or "".
std::string_view name_assigned(std::string_view line) {
  line = trim(line);
  if (line.starts_with("export ")) line = trim(line.substr(7));
  std::size_t end = 0;
  while (end < line.size() && (is_alnum(line[end]) || line[end] == '_' || line[end] == '.' || line[end] == '-')) ++end;
  if (end == 0 || is_digit(line[0])) return {};
  std::size_t sign = end;
  while (sign < line.size() && line[sign] == ' ') ++sign;
  return sign < line.size() && line[sign] == '=' ? line.substr(0, end) : std::string_view();
}

// Prose has spaces before its equals sign or lower-case words; what is commented out is a name in capitals.
bool is_commented_out(std::string_view line, std::string_view& name) {
  while (!line.empty() && (line.front() == '#' || line.front() == ' ')) line.remove_prefix(1);
  name = name_assigned(line);
  return name.size() >= 2 &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

class EnvReader {
 public:
  EnvReader(const SourceText& source, std::int32_t under, Reading& out)
      : lines_(source.text), under_(under), out_(out) {}

  void read() {
    for (int n = 1; n <= lines_.count(); ++n) {
      const std::string_view line = trim(lines_.line(n));
      std::string_view name;
      if (line.empty()) {
        end_comment(n - 1);
      } else if (line.front() == '#') {
        if (is_commented_out(line, name))
          add_variable(name, n, n, true);
        else if (comment_ == 0)
          comment_ = n;
      } else if (name = name_assigned(line); !name.empty()) {
        const int last = end_of_value(line, n);
        add_variable(name, n, last, false);
        n = last;
      } else {
        out_.findings.push_back({n, "neither a comment nor NAME=value"});
        end_comment(n - 1);
      }
    }
    end_comment(lines_.count());
  }

 private:
  // A quoted value may span lines.
  int end_of_value(std::string_view line, int first) const {
    const auto sign = line.find('=');
    const std::string_view value = trim(line.substr(sign + 1));
    if (value.empty() || (value.front() != '"' && value.front() != '\'')) return first;
    if (value.find(value.front(), 1) != std::string_view::npos) return first;
    for (int n = first + 1; n <= std::min(lines_.count(), first + 200); ++n)
      if (lines_.line(n).find(value.front()) != std::string_view::npos) return n;
    return first;  // never closed: an apostrophe, not a quote
  }

  void add_variable(std::string_view name, int first, int last, bool commented_out) {
    Place place;
    place.kind = Kind::variable;
    place.role = Role::declared;
    place.parent = under_;
    place.line_start = first;
    place.line_end = last;
    place.key = std::string(name);
    place.name = std::string(name);
    place.secret = true;
    place.words = commented_out ? "environment variable optional commented out" : "environment variable";
    if (comment_ != 0) {
      place.comment = lines_.range(comment_, first - 1);
      // Entries that follow without a blank line share the comment, weaker: it stays open until one comes.
      if (first - comment_ >= 4) add_comment(comment_, first - 1);
      comment_ = 0;
      shared_ = place.comment;
    } else {
      place.comment = shared_;
    }
    out_.add(std::move(place));
  }

  void end_comment(int last) {
    if (comment_ != 0 && last >= comment_) add_comment(comment_, last);
    comment_ = 0;
    shared_ = {};
  }

  void add_comment(int first, int last) {
    Place place;
    place.kind = Kind::comment;
    place.parent = under_;
    place.line_start = first;
    place.line_end = last;
    place.text = lines_.range(first, last);
    out_.add(std::move(place));
  }

  Lines lines_;
  std::int32_t under_;
  Reading& out_;
  int comment_ = 0;  // where the comment being read begins, 0 for none
  std::string_view shared_;
};

bool claims(std::string_view path) {
  return is_env_file(path);
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  EnvReader(source, under, out).read();
}

constexpr std::array<std::string_view, 2> kFences = {"env", "dotenv"};

}  // namespace

extern const Format env_format;
const Format env_format = {"env", claims, read, kFences};

}  // namespace fingerpost
