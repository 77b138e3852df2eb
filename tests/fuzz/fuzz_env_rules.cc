// The rules about env files over any text: nothing that is said of it holds a secret of it, lines lie inside of it, and
// four readers read each line. The first byte picks what stands beside the file.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "probes/env/dialects.h"
#include "probes/env/env_rules.h"
#include "probes/url.h"

using namespace fingerpost;

static void hold(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

// Whether a value is worth looking for in what is said: long, and with a letter and a digit, so that it is no word of
// ours.
static bool is_telling(const std::string& value) {
  return value.size() >= 8 && std::any_of(value.begin(), value.end(), is_digit) &&
         std::any_of(value.begin(), value.end(), is_alpha);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  static const char* const kPaths[] = {".env", ".env.production", ".env.staging", ".env.local"};
  const EnvFile file = read_env_file(kPaths[data[0] % 4], text);
  const EnvFile example = read_env_file(".env.example", "DATABASE_URL=\nPORT=3000\nJWT_SECRET=changeme\n");
  const EnvFile other = read_env_file(".env.qa", "JWT_SECRET=aaaabbbbcccc1111\nPORT=1\n");
  EnvWorld world;
  world.files = {&file, &other};
  world.examples = {&example};
  world.groups = {{data[0] % 4 == 1   ? "production"
                   : data[0] % 4 == 2 ? "staging"
                                      : "",
                   {&file},
                   false},
                  {"qa", {&other}, false}};
  const std::vector<ComposeModel> models = read_compose(
      {"compose.yml"},
      [](const std::string&) {
        return std::string(
            "services:\n  db:\n    image: postgres:16\n    ports: [\"5433:5432\"]\n    environment: "
            "{POSTGRES_PASSWORD: x}\n");
      },
      [](const std::string&, std::string_view) -> const std::string* { return nullptr; });
  for (const ComposeModel& model : models) world.composes.push_back(&model);
  world.region = {"syd", {"fly.toml", 1}};
  world.uses.files = 1;

  const int lines = Lines(text).count();
  std::string said;
  for (const EnvFinding& one : check_env(world)) {
    said += one.seen + "\n" + one.advice + "\n" + one.key + "\n";
    hold(one.at.path != file.path || (one.at.line >= 0 && one.at.line <= lines), "a finding lies inside of its file");
  }
  std::string names;
  for (const EnvEntry& entry : file.entries) names += entry.name + "\n";
  for (const EnvEntry& entry : file.entries) {
    for (const DialectReading& one : read_in_dialects(entry.value)) hold(one.because.size() < 200, "a reason is short");
    const std::string secret = is_url(entry.value)          ? parse_url(entry.value).password
                               : is_secret_name(entry.name) ? entry.value
                                                            : "";
    constexpr std::string_view kAdvised = "openssl rand -hex 32";  // in the words of the advice itself
    // A host is shown, whatever it is called.
    const bool shown_as_host = is_url(entry.value) && parse_url(entry.value).host.find(secret) != std::string::npos;
    if (is_telling(secret) && names.find(secret) == std::string::npos && !is_url(secret) && !shown_as_host &&
        kAdvised.find(secret) == std::string_view::npos)
      hold(said.find(secret) == std::string::npos, "no secret is said");
  }
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::vector<std::string> texts = {
      "DATABASE_URL=postgres://app:ab#c9d@e/f1x@db.example.com:5432/app?sslmode=disable\nPORT=abc\n",
      "\xef\xbb\xbf"
      "export A = 'x\nB=\"never closed\nJWT_SECRET=0d5f8a3c9b7e1246a8c0e2f4\r\nJWT_SECRET=x\n",
      "KEY=-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\naB3=\n-----END PRIVATE KEY-----\n",
      "REDIS_URL=redis://"
      ":p%2523ass99word@eu-west-1.upstash.io:6379\nSTRIPE_KEY=sk_live_51HqVb0123456789\nDATABSE_URL=x\n",
      "API_PASSWORD=4x#z$v3 t&u\nNODE_ENV=production\nDEBUG=true\nCORS_ORIGIN=*\nLOG_LEVEL=loud\nSESSION_TTL=15 "
      "potatoes\n",
      "POSTGRES_PASSWORD='a''b'\nX=${Y:-${Z}}\nY=$X\n=\n9A=1\na b c\n\n#C=1\n"};
  std::vector<std::string> seeds;
  for (char first = 0; first < 4; ++first)
    for (const std::string& text : texts) seeds.push_back(first + text);
  return seeds;
}
