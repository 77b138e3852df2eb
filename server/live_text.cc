#include "server/live_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/live.h"
#include "pointer-map/masking.h"
#include "pointer-map/secrets.h"

namespace fingerpost {

std::optional<LiveText> live_text(Repository& repository, std::string_view path, int first, int last) {
  constexpr std::size_t kMostBytes = 40'000;
  const Source* source = repository.map().find(path);
  if (source == nullptr || is_key_material(path)) return std::nullopt;
  LiveReader live(repository.root());
  auto file = live.read(source->path);
  if (!file) return std::nullopt;
  // Masked as a whole, before it is cut: half a secret is a secret.
  const std::string safe = sanitize_for_display(mask_secrets((*file)->text, path));
  const Lines lines(safe);
  LiveText out;
  if (lines.count() == 0) return out;
  out.line_start = std::min(first, lines.count());
  out.line_end = last == 0 ? lines.count() : std::min(last, lines.count());
  while (lines.range(out.line_start, out.line_end).size() > kMostBytes && out.line_end > out.line_start)
    out.line_end = out.line_start + (out.line_end - out.line_start) / 2;
  out.text = clip(lines.range(out.line_start, out.line_end), kMostBytes) + "\n";
  const int wanted = last == 0 ? lines.count() : std::min(last, lines.count());
  if (out.line_end < wanted)
    out.text += fmt::format("… {} to {} of {}: ask for lines={}-{} to read on\n", out.line_start, out.line_end,
                            lines.count(), out.line_end + 1, wanted);
  return out;
}

}  // namespace fingerpost
