#include "probes/interpolation.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr int kDeepest = 8;

bool is_name_start(char c) {
  return is_alpha(c) || c == '_';
}

class Filler {
 public:
  Filler(const std::function<const std::string*(std::string_view)>& find,
         const std::function<void(const Reference&)>& on_reference)
      : find_(find), on_reference_(on_reference) {}

  std::string fill(std::string_view text, int depth) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t dollar = text.find('$', at);
      out += text.substr(at, dollar == std::string_view::npos ? dollar : dollar - at);
      if (dollar == std::string_view::npos) break;
      at = dollar + 1;
      if (at < text.size() && text[at] == '$') {
        out += '$';
        ++at;
      } else if (at < text.size() && is_name_start(text[at])) {
        const std::size_t start = at;
        while (at < text.size() && (is_alnum(text[at]) || text[at] == '_')) ++at;
        Reference reference;
        reference.name = std::string(text.substr(start, at - start));
        out += value_of(reference, depth);
      } else if (const std::size_t close = closing(text, at); close != std::string_view::npos && depth < kDeepest) {
        out += braced(text.substr(at + 1, close - at - 1), depth);
        at = close + 1;
      } else {
        out += '$';
      }
    }
    return out;
  }

 private:
  // The brace that closes the one at `at`; npos when there is none at `at` either. Looks no further than 4 KiB, so that
  // a file of opening braces costs no square.
  static std::size_t closing(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '{') return std::string_view::npos;
    int open = 0;
    for (std::size_t i = at; i < text.size() && i < at + 4096; ++i) {
      if (text[i] == '{') ++open;
      if (text[i] == '}' && --open == 0) return i;
    }
    return std::string_view::npos;
  }

  std::string braced(std::string_view inside, int depth) {
    std::size_t end = 0;
    while (end < inside.size() && (is_alnum(inside[end]) || inside[end] == '_')) ++end;
    Reference reference;
    reference.name = std::string(inside.substr(0, end));
    std::string_view rest = inside.substr(end);
    const std::size_t sign = rest.starts_with(":") ? 2 : 1;
    if (!rest.empty()) {
      reference.sign = std::string(rest.substr(0, sign));
      reference.argument = std::string(rest.substr(std::min(sign, rest.size())));
    }
    return value_of(reference, depth);
  }

  std::string value_of(Reference& reference, int depth) {
    const std::string* value = find_(reference.name);
    const bool colon = reference.sign.starts_with(":");
    reference.has_value = value != nullptr && !(colon && value->empty());
    if (on_reference_) on_reference_(reference);
    const char kind = reference.sign.empty() ? ' ' : reference.sign.back();
    if (kind == '+') return reference.has_value ? fill(reference.argument, depth + 1) : std::string();
    if (reference.has_value) return *value;
    return kind == '-' ? fill(reference.argument, depth + 1) : std::string();
  }

  const std::function<const std::string*(std::string_view)>& find_;
  const std::function<void(const Reference&)>& on_reference_;
};

}  // namespace

std::string interpolated(std::string_view text, const std::function<const std::string*(std::string_view name)>& find,
                         const std::function<void(const Reference&)>& on_reference) {
  return Filler(find, on_reference).fill(text, 0);
}

}  // namespace fingerpost
