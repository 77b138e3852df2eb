#include "pointer-map/secrets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"
#include "pointer-map/credential.h"

namespace fingerpost {
namespace {

// Lower-case words of an identifier: "NEXTAUTH_SECRET" → nextauth secret, "apiKey" → api key.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool boundary =
        is_upper(c) && i > 0 &&
        (!is_upper(name[i - 1]) || (i + 1 < name.size() && is_alpha(name[i + 1]) && !is_upper(name[i + 1])));
    if ((!is_alnum(c) || boundary) && !word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
    if (is_alnum(c)) word += is_upper(c) ? static_cast<char>(c + 32) : c;
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

constexpr std::array<std::string_view, 22> kSecretWords = {
    "password", "passwd",    "passphrase",    "secret",     "token",     "apikey",    "credential", "credentials",
    "pwd",      "passcode",  "privatekey",    "accesskey",  "secretkey", "authtoken", "salt",       "pass",
    "apitoken", "masterkey", "encryptionkey", "signingkey", "dsn",       "pat"};

// What a name that contains such a word is about when one of these ends it.
constexpr std::array<std::string_view, 56> kAboutWords = {
    "length",   "min",        "max",        "expiry",   "expires",    "expiration", "ttl",        "lifetime",
    "name",     "names",      "ref",        "file",     "path",       "type",       "policy",     "enabled",
    "disabled", "url",        "uri",        "endpoint", "id",         "header",     "field",      "algorithm",
    "hash",     "age",        "count",      "limit",    "rate",       "throttle",   "rotation",   "provider",
    "reset",    "validation", "validators", "size",     "issuer",     "audience",   "seconds",    "minutes",
    "days",     "hours",      "timeout",    "required", "version",    "store",      "iterations", "rounds",
    "attempts", "retries",    "interval",   "duration", "complexity", "strength",   "hints",      "allowed"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 70> kPlaceholderWords = {
    "your",       "my",       "the",      "a",           "an",          "test",      "testing",    "example",
    "sample",     "dummy",    "fake",     "mock",        "placeholder", "changeme",  "change",     "changeit",
    "me",         "this",     "replace",  "replaceme",   "with",        "here",      "todo",       "fixme",
    "default",    "password", "passwd",   "passphrase",  "pass",        "secret",    "secrets",    "token",
    "key",        "api",      "user",     "username",    "admin",       "root",      "guest",      "postgres",
    "postgresql", "mysql",    "mariadb",  "redis",       "mongo",       "minio",     "clickhouse", "rabbitmq",
    "db",         "database", "dev",      "development", "local",       "localhost", "demo",       "some",
    "super",      "insert",   "enter",    "value",       "string",      "none",      "null",       "empty",
    "true",       "false",    "generate", "generated",   "long",        "random"};

// Whether the text is nothing but placeholder words, separators and at most four digits at its end.
bool is_made_of_placeholder_words(std::string_view text) {
  std::size_t digits = 0;
  while (!text.empty() && is_digit(text.back()) && digits < 4) {
    text.remove_suffix(1);
    ++digits;
  }
  std::string letters;
  for (char c : text) {
    if (is_alpha(c))
      letters += is_upper(c) ? static_cast<char>(c + 32) : c;
    else if (c != '-' && c != '_' && c != '.' && c != ' ' && c != '!')
      return false;
  }
  if (letters.empty() || letters.size() > 48) return false;
  // Segmentation by dynamic programming: whole[i] says that the first i letters are words of the list.
  std::vector<bool> whole(letters.size() + 1, false);
  whole[0] = true;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (!whole[i]) continue;
    for (std::string_view word : kPlaceholderWords)
      if (std::string_view(letters).substr(i, word.size()) == word) whole[i + word.size()] = true;
  }
  return whole[letters.size()];
}

}  // namespace

// Whether a name holds the beginning of any word of a secret: most names do not, and need no further look.
static bool may_name_secret(std::string_view name) {
  constexpr auto letters = [](char a, char b, char c) {
    return static_cast<std::uint32_t>(a) << 16 | static_cast<std::uint32_t>(b) << 8 | static_cast<std::uint32_t>(c);
  };
  std::uint32_t last = 0;
  for (const char c : name) {
    last = (last << 8 | static_cast<unsigned char>(c | 0x20)) & 0xFFFFFF;
    switch (last) {
      case letters('p', 'a', 's'):
      case letters('p', 'a', 't'):
      case letters('p', 'w', 'd'):
      case letters('s', 'e', 'c'):
      case letters('s', 'a', 'l'):
      case letters('t', 'o', 'k'):
      case letters('k', 'e', 'y'):
      case letters('c', 'r', 'e'):
      case letters('d', 's', 'n'): return true;
      default: break;
    }
  }
  return false;
}

bool is_secret_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 96 || !may_name_secret(name)) return false;
  const std::vector<std::string> words = words_of(name);
  if (words.empty()) return false;
  bool secret = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_one_of(words[i], kSecretWords)) secret = true;
    if (words[i] == "key" && i > 0 &&
        (words[i - 1] == "api" || words[i - 1] == "access" || words[i - 1] == "private" || words[i - 1] == "secret" ||
         words[i - 1] == "encryption" || words[i - 1] == "signing" || words[i - 1] == "master" ||
         words[i - 1] == "auth" || words[i - 1] == "account" || words[i - 1] == "service"))
      secret = true;
    for (std::string_view end : {"password", "passwd", "secret", "apikey"})
      if (words[i].size() > end.size() && words[i].ends_with(end)) secret = true;
  }
  return secret && !(words.size() > 1 && is_one_of(words.back(), kAboutWords));
}

std::string_view unquoted(std::string_view value) {
  value = trim(value);
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'' || value.front() == '`') &&
      value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return value;
}

bool is_placeholder(std::string_view value) {
  value = unquoted(value);
  if (value.empty() || value == kMask) return true;
  const char first = value.front();
  const char last = value.back();
  if (first == '<' && last == '>') return true;
  if (first == '[' && last == ']') return true;
  if (first == '{' && last == '}') return true;
  if (first == '%' && value.size() <= 3) return true;  // a format's %s
  if (first == '$') {
    // ${VAR:-default} and ${VAR:?message}: harmless unless the default is not.
    const auto sign = value.find(":-");
    if (sign == std::string_view::npos) return true;
    const auto end = value.find('}', sign);
    return is_placeholder(value.substr(sign + 2, (end == std::string_view::npos ? value.size() : end) - sign - 2));
  }
  if (value.find("...") != std::string_view::npos || value.find("…") != std::string_view::npos) return true;
  if (value.size() >= 2 && std::all_of(value.begin(), value.end(), [&](char c) { return c == first || c == '-'; }))
    return true;  // xxxx, ****
  if (value.size() <= 2) return true;
  if (contains(value, "${{") || contains(value, "{{")) return true;
  return is_made_of_placeholder_words(value);
}

bool is_env_file(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  for (std::string_view code :
       {".ts", ".tsx", ".js",   ".mjs", ".cjs",  ".rs",   ".py", ".go", ".rb",  ".php", ".java", ".kt",  ".cs",
        ".md", ".mdx", ".json", ".yml", ".yaml", ".toml", ".sh", ".ex", ".exs", ".h",   ".cc",   ".cpp", ".html"})
    if (name.ends_with(code)) return false;
  if (name == ".env" || name.starts_with(".env.") || name.ends_with(".env") || name == ".envrc" ||
      name == ".dev.vars" || contains(name, ".env."))
    return true;
  return name == "env.example" || name == "env.sample" || name == "env.template" || name == "env.dist" ||
         name == "env.local" || name == "env-example" || name == "env_example";
}

bool is_example_file(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  for (std::string_view word : {"example", "sample", "template", "dist", "default", "tmpl", "skeleton"})
    if (contains(name, word)) return true;
  return false;
}

bool is_key_material(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  for (std::string_view end : {".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".asc", ".gpg", ".ppk"})
    if (name.ends_with(end)) return true;
  for (std::string_view whole :
       {"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", ".pgpass", ".htpasswd", ".git-credentials"})
    if (name == whole) return true;
  return false;
}

}  // namespace fingerpost
