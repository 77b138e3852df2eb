#include "pointer-map/masking.h"

#include <gtest/gtest.h>

#include <tuple>

namespace fingerpost {
namespace {

// The text, its path, and what must not be seen of it.
using Leak = std::tuple<const char*, const char*, const char*>;
class Masking : public testing::TestWithParam<Leak> {};

TEST_P(Masking, HidesTheSecretAndIsIdempotent) {
  const auto [text, path, secret] = GetParam();
  const std::string masked = mask_secrets(text, path);
  EXPECT_EQ(masked.find(secret), std::string::npos) << masked;
  EXPECT_EQ(mask_secrets(masked, path), masked);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Masking,
    testing::Values(Leak{"url s://?u://}:p2ssQ@h:52sekret@h:5432/d", "a.yml", "52sekret"},
                    Leak{"DATABASE_URL=postgres://app:hunter2x@db:5432/app", "README.md", "hunter2x"},
                    Leak{"see m://(salt://Zx81qqLL}@=h]?z4/", "a.yml", "Zx81qqLL"},
                    Leak{"url: redis://:p4ss/w#rd@cache:6379", "a.yml", "p4ss"},
                    Leak{"  POSTGRES_PASSWORD: Zx81qqLL", "docker-compose.yml", "Zx81qqLL"},
                    Leak{"PORT=8011", ".env", "8011"}, Leak{"export API_KEY=\"k-93aaZ\"", ".env.production", "k-93aaZ"},
                    Leak{"API_KEY=k-93aaZq1", ".env.example", "k-93aaZq1"},
                    Leak{"token ghp_16C7e42F292c6912E7710c838347Ae178B4a here", "x.md", "ghp_16C7"},
                    Leak{"aws AKIAIOSFODNN7EXAMPLQ", "x.md", "AKIAIOSFODNN7EXAMPLQ"},
                    Leak{"mysql --password s3cr3tPW1 -u root", "x.md", "s3cr3tPW1"},
                    Leak{"run --mark=ghp_16C7e42F292c6912E7710c838347Ae178B4a", "x.md", "ghp_16C7"},
                    Leak{"  <password>Zx81qqLL</password>", "settings.xml", "Zx81qqLL"},
                    Leak{"<property name=\"db.password\">Zx81qqLL</property>", "beans.xml", "Zx81qqLL"},
                    Leak{"<add key=\"ApiSecret\" value=\"Zx81qqLL\" />", "web.config", "Zx81qqLL"},
                    Leak{"{\"clientSecret\": \"aB3xY9Qw\"}", "x.json", "aB3xY9Qw"},
                    Leak{"# Example: u7#Kx&2pWq!9Rt becomes u7%23Kx%262pWq%219Rt", "guide.md", "Kx"},
                    Leak{"-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "x.md",
                         "MIIEowIBAAKCAQEA"}));

TEST(Masking, LeavesWhatIsNoSecret) {
  for (const char* text : {"image: postgres:15", "See https://example.com/a/b?c=d#e", "primary_key: id",
                           "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                           "POSTGRES_PASSWORD: testpass", "Password: enter the one you were given", "user@example.com",
                           "date +%Y-%m-%dT%H:%M:%S", "actions/checkout@v4#L12 && ./Run2.sh", "$HOME_DIR2&$Other1VAR",
                           "eslint@8.57.0 typescript@5.4.2#semver", "bytes(plan)*2*Sha256.Size, x",
                           "`--zone-id-filter=ABCDEF12345678` - several times", "if (!a1 && B2 != c3) D4 ^= e5 % F6;"})
    EXPECT_EQ(mask_secrets(text, "docs/a.md"), text);
  EXPECT_EQ(mask_secrets("PORT=8011\n# comment", ".env.example"), "PORT=8011\n# comment");
}

TEST(Masking, LeavesCommentsAndEmptyValuesOfEnvFiles) {
  const std::string text = "# weekly => Rotate log files weekly\n# See the manual\nROTATE_EVERY=\n";
  EXPECT_EQ(mask_secrets(text, ".env"), text);
  EXPECT_EQ(mask_secrets("# ROTATE_EVERY=weekly\nexport KEEP=3", ".env"),
            "# ROTATE_EVERY=********\nexport KEEP=********");
}

TEST(Masking, HidesEveryLineOfAValueThatSpansSeveral) {
  const std::string masked = mask_secrets("KEY=\"first\nname=kLmN0pQ\nrT5vW8yZ=\nlast\"\nPORT=\n# end", ".env");
  EXPECT_EQ(masked, "KEY=********\n********\n********\n********\nPORT=\n# end");
  EXPECT_EQ(mask_secrets("rT5vW8yZ=", ".env"), "********") << "the end of an encoded value";
}

}  // namespace
}  // namespace fingerpost
