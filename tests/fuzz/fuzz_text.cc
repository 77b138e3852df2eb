// The functions that every text passes through: masking and cleaning are idempotent, repair keeps lines, analysis and
// globs end.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/mojibake.h"
#include "base/utf8.h"
#include "component-map/curated.h"
#include "indexer/ignore.h"
#include "pointer-map/masking.h"
#include "pointer-map/terms.h"

static void hold(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const fingerpost::DecodedSource decoded(bytes);
  const std::string text(decoded.text());
  hold(fingerpost::is_valid_utf8(text), "decoded text is UTF-8");
  const std::string shown = fingerpost::sanitize_for_display(text);
  hold(fingerpost::sanitize_for_display(shown) == shown, "cleaning twice changes nothing");
  for (const char* path : {"README.md", ".env", ".env.example"}) {
    const std::string masked = fingerpost::mask_secrets(shown, path);
    hold(fingerpost::mask_secrets(masked, path) == masked, "masking twice changes nothing");
    hold(std::count(masked.begin(), masked.end(), '\n') == std::count(shown.begin(), shown.end(), '\n'),
         "masking keeps lines");
  }
  if (const auto meant = fingerpost::repair_mojibake(text)) {
    hold(fingerpost::is_valid_utf8(*meant), "repaired text is UTF-8");
    hold(std::count(meant->begin(), meant->end(), '\n') == std::count(text.begin(), text.end(), '\n'),
         "repair keeps lines");
  }
  fingerpost::Analyzer analyzer;
  std::vector<fingerpost::TermId> terms;
  analyzer.analyze(text, terms);
  fingerpost::words_of_question(text);
  fingerpost::definitive_source_in(text);
  const auto half = text.size() / 2;
  fingerpost::glob_matches(std::string_view(text).substr(0, half), std::string_view(text).substr(half));
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  return {"DATABASE_URL=postgres://u:p4ss@h:5432/d\nAPI_KEY: \"k9z8y7\"\n",
          "token ghp_16C7e42F292c6912E7710c838347Ae178B4a\n--password hunter22 x",
          "‚úÖ CafÃ© \x1b[31mred\x1b[0m \xE2\x80\xAE x",
          "s://?s://}:p2ss@h:52ss@h:5432/s://}:p4",
          "#oken$ghp_16C7e42F292c6912*z710er44 x",
          "m://(salt://}@=Hpst]?z4/",
          "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n",
          "a*b**/c[!d-f]?/**x/ab/cde/xx",
          "**Definitive Source**: `a/b.yml` → `services.redis` → ports",
          "\xff\xfe"
          "a\0b\0",
          "secret = 'x' password: ${X:-y} \"clientSecret\": \"z\""};
}
