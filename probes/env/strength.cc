#include "probes/env/strength.h"

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/credential.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

constexpr std::size_t kShortestKey = 32;       // of HS256: RFC 7518, 3.2
constexpr std::size_t kShortestPassword = 12;  // OWASP and NIST 800-63B ask for 8 to 15
constexpr double kLeastBits = 3.0;             // a character; random hexadecimal has about 3.7

}  // namespace

bool is_generated_secret(std::string_view name) {
  for (const std::string_view word :
       {"JWT", "SESSION", "COOKIE", "SIGNING", "ENCRYPTION", "AUTH_SECRET", "SECRET_KEY", "NEXTAUTH", "SALT"})
    if (contains(name, word)) return true;
  return name.ends_with("_SECRET") && !contains(name, "CLIENT");
}

std::string weakness_of(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  if (is_placeholder(value)) return "a placeholder or a default that everybody knows";
  const std::string lower = to_lower(value);
  if (lower == to_lower(name)) return "the variable's own name";
  for (const std::string_view common : {"dev_secret", "dev-secret", "123456", "12345678", "qwerty", "letmein",
                                        "admin123", "insecure", "keyboard cat", "supersecret"})
    if (lower == common || lower.starts_with(common)) return "a default that everybody knows";
  const bool generated = is_generated_secret(name);
  const std::size_t least = generated ? kShortestKey : kShortestPassword;
  if (value.size() < least) return fmt::format("{} characters, where {} are the least", value.size(), least);
  if (const double bits = entropy_of(value); bits < kLeastBits)
    return fmt::format("{} characters of few kinds ({:.1f} bits each, where random ones have more than {:.0f})",
                       value.size(), bits, kLeastBits);
  return {};
}

}  // namespace fingerpost
