#include "upkeep/record/fix.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

constexpr const char* kPath = "references/troubleshooting-index.md";

Fix redis_fix() {
  Fix fix;
  fix.title = "Sessions vanish after a restart of Redis";
  fix.symptoms = {"all users are logged out at once", "`MISCONF Redis is configured to save RDB snapshots`"};
  fix.causes = {"the volume is not mounted"};
  fix.steps = {"`docker compose ps redis`", "mount the volume again"};
  fix.definitive_source = "`docker-compose.yml` → `services` → `redis` → `volumes`";
  return fix;
}

std::string added(const std::string& text, const Fix& fix) {
  auto document = read_document(kPath, text);
  EXPECT_TRUE(document);
  auto edit = edit_to_add(**document, fix);
  EXPECT_TRUE(edit) << edit.error().text();
  return edit ? edited(text, *edit) : "";
}

std::string extended(const std::string& text, std::size_t entry, const Fix& fix) {
  auto document = read_document(kPath, text);
  EXPECT_TRUE(document);
  EXPECT_LT(entry, (*document)->entries.size());
  auto edit = edit_to_extend(**document, (*document)->entries[entry], fix);
  EXPECT_TRUE(edit) << edit.error().text();
  return edit ? edited(text, *edit) : "";
}

constexpr const char* kQuoted = R"(# Troubleshooting index

## Startup

### "make dev fails"

**Symptoms**: the command ends with an error

**Troubleshooting Path**:

1. `docker info`
2. read the log of the service that stopped

**Common Causes**: Docker is not running

**Definitive Source**: `Makefile` → `dev`

---

### "A port is in use"

**Symptoms**: `bind: address already in use`

**Troubleshooting Path**: `lsof -i` names the program

**Common Causes**: another stack runs

**Definitive Source**: `docker-compose.yml` → `services`

## Data

### "Sessions are lost"

**Symptoms**: users must log in again every hour

**Troubleshooting Path**: look at the lifetime of sessions

**Common Causes**: the lifetime is too short

**Definitive Source**: `.env.example` → `SESSION_TTL_SECONDS`
)";

TEST(FixInDocument, IsWrittenInTheMannerAndOrderOfItsNeighbour) {
  const std::string text = added(kQuoted, redis_fix());
  EXPECT_EQ(text, std::string(kQuoted) + R"(
### "Sessions vanish after a restart of Redis"

**Symptoms**:

- all users are logged out at once
- `MISCONF Redis is configured to save RDB snapshots`

**Troubleshooting Path**:

1. `docker compose ps redis`
2. mount the volume again

**Common Causes**: the volume is not mounted

**Definitive Source**: `docker-compose.yml` → `services` → `redis` → `volumes`
)");
}

TEST(FixInDocument, TakesOnTheRulesBetweenEntriesInTheCategoryThatWasNamed) {
  Fix fix = redis_fix();
  fix.category = "startup";
  const std::string text = added(kQuoted, fix);
  const auto at = text.find("---\n\n### \"Sessions vanish");
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_LT(at, text.find("## Data"));
}

TEST(FixInDocument, MakesACategoryThatIsNotThere) {
  Fix fix = redis_fix();
  fix.category = "Redis";
  const std::string text = added(kQuoted, fix);
  EXPECT_TRUE(text.starts_with(kQuoted));
  EXPECT_NE(text.find("\n## Redis\n\n### \"Sessions vanish"), std::string::npos) << text;
}

TEST(FixInDocument, IsARowWhereTheDocumentIsATable) {
  const std::string before =
      "# Troubleshooting\n\n| Symptom | Likely cause | Fix | Where |\n|---|---|---|---|\n"
      "| Login fails with 502 | API is down | `make restart` | `docker-compose.yml` |\n"
      "| Mails are not sent | queue is full | purge it | `worker.yml` |\n\nMore below.\n";
  const std::string text = added(before, redis_fix());
  const std::string row =
      "| Sessions vanish after a restart of Redis; all users are logged out at once; `MISCONF Redis is configured to "
      "save RDB snapshots` | the volume is not mounted | `docker compose ps redis`; mount the volume again";
  EXPECT_NE(text.find(row), std::string::npos) << text;
  EXPECT_EQ(text.size() - before.size(), text.find('\n', text.find(row)) + 1 - text.find(row));
}

TEST(FixInDocument, StaysInATableOfOneRow) {
  const std::string row = "| Login fails with 502 | API is down | `make restart` |\n";
  const std::string before = "# Troubleshooting\n\n| Symptom | Likely cause | Fix |\n|---|---|---|\n" + row;
  const std::string text = added(before, redis_fix());
  EXPECT_NE(text.find(row + "| Sessions vanish"), std::string::npos) << text;
}

TEST(FixInDocument, KeepsLineEndsMarkAndAMissingLastLineEnd) {
  std::string crlf = "\xef\xbb\xbf---\r\ntitle: x  \r\n---\r\n";
  for (const char c : std::string_view(kQuoted)) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  crlf.resize(crlf.size() - 2);
  const std::string text = added(crlf, redis_fix());
  EXPECT_TRUE(text.starts_with(crlf));
  EXPECT_FALSE(text.ends_with('\n'));
  std::size_t bare = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) ++bare;
  EXPECT_EQ(bare, 0u);
}

TEST(FixInDocument, GoesOnWithTheNumbersOfTitles) {
  const std::string before =
      "# Troubleshooting\n\n### 1. Build fails\n\n**Cause:** no memory\n\n**Fix:** raise it\n\n"
      "### 2. Tests hang\n\n**Cause:** no database\n\n**Fix:** start it\n";
  const std::string text = added(before, redis_fix());
  EXPECT_NE(text.find("\n### 3. Sessions vanish after a restart of Redis\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n**Cause:** the volume is not mounted\n"), std::string::npos) << text;
}

TEST(FixInDocument, KeepsAlphabeticalOrder) {
  std::string before = "# Troubleshooting\n";
  for (const char* title : {"API answers 502", "Mails are not sent", "Worker stops"})
    before += std::string("\n### ") + title + "\n\n**Cause:** unknown yet\n\n**Fix:** restart it\n";
  const std::string text = added(before, redis_fix());
  const auto at = text.find("### Sessions vanish");
  EXPECT_LT(text.find("### Mails"), at);
  EXPECT_LT(at, text.find("### Worker"));
}

TEST(FixInDocument, StandsBelowTheTitleOfADocumentThatReadsAsOneEntry) {
  const std::string text =
      added("# Troubleshooting\n\n## Problems\n\n- it fails\n\n## Solution\n\n- restart\n", redis_fix());
  EXPECT_NE(text.find("\n### Sessions vanish"), std::string::npos) << text;
}

TEST(FixInDocument, FillsAnEmptyDocument) {
  for (const char* before : {"", "# Troubleshooting index\n", "# Troubleshooting index\n\n## Redis\n\n## Mail\n"}) {
    Fix fix = redis_fix();
    fix.category = "Redis";
    const std::string text = added(before, fix);
    EXPECT_TRUE(text.starts_with(before) || text.find("## Mail") != std::string::npos);
    EXPECT_LT(text.find("## Redis"), text.find("### Sessions vanish")) << text;
  }
}

TEST(FixInDocument, IsANearDuplicateOfMuchTheSameTitleOrSymptom) {
  auto document = read_document(kPath, kQuoted);
  ASSERT_TRUE(document);
  EXPECT_EQ(near_duplicate((*document)->entries, redis_fix()), nullptr);
  Fix same = redis_fix();
  same.title = "Make dev failing";
  const Entry* entry = near_duplicate((*document)->entries, same);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->line_start, 5);
  same = redis_fix();
  same.symptoms = {"bind: address already in use"};
  entry = near_duplicate((*document)->entries, same);
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->line_start, 20);
}

TEST(FixInDocument, ExtendsAnEntryByWhatItLacks) {
  Fix more;
  more.symptoms = {"the command ends with an error", "`no such service: api`"};
  more.causes = {"the compose file is not valid"};
  more.steps = {"`docker compose config`"};
  const std::string text = extended(kQuoted, 0, more);
  EXPECT_NE(text.find("**Symptoms**: the command ends with an error; `no such service: api`\n"), std::string::npos);
  EXPECT_NE(text.find("3. `docker compose config`\n\n**Common Causes**: Docker is not running; the compose file is not "
                      "valid\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(extended(text, 0, more), text);
}

}  // namespace
}  // namespace fingerpost
