#include "indexer/embedded_code.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

void copy(std::string_view text, std::size_t from, std::size_t to, std::string& out) {
  std::copy(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to),
            out.begin() + static_cast<std::ptrdiff_t>(from));
}

}  // namespace

std::string code_of(std::string_view path, std::string_view text) {
  const std::string_view extension = extension_of(path);
  const bool astro = extension == "astro";
  if (extension != "vue" && extension != "svelte" && !astro) return std::string(text);
  std::string out(text);
  for (char& c : out)
    if (c != '\n' && c != '\r') c = ' ';
  std::size_t at = 0;
  if (astro && text.starts_with("---\n")) {  // its script stands before the page
    at = std::min(text.find("\n---", 3), text.size());
    copy(text, 4, at, out);
  }
  while ((at = text.find("<script", at)) != std::string_view::npos) {
    const std::size_t open = text.find('>', at);
    if (open == std::string_view::npos) break;
    const std::size_t close = std::min(text.find("</script", open), text.size());
    copy(text, open + 1, close, out);
    at = close;
  }
  return out;
}

}  // namespace fingerpost
