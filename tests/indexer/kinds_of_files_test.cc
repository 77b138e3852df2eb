// Files that say what they are by more than one ending.
#include <gtest/gtest.h>

#include "tests/support/outline.h"

namespace fingerpost {
namespace {

TEST(KindsOfFiles, AnsiblesVariablesAndInventoriesHaveNoEnding) {
  EXPECT_EQ(outline("group_vars/web", "---\nworkers: 4\n"), "setting 'workers' 2\n");
  EXPECT_EQ(outline("inventory/host_vars/db1.example.org", "ttl: 60\n"), "setting 'ttl' 1\n");
  EXPECT_EQ(outline("inventory/hosts", "[web]\nalpha ansible_host=10.0.0.7\n"),
            "setting 'web' 1-2\n"
            "  setting 'alpha ansible_host' 2\n");
}

TEST(KindsOfFiles, ATemplateIsReadAsWhatItBecomes) {
  for (const char* path : {"config.yml.example", "config.yaml.j2", "config.yml.dist.tmpl", "config.yml.sample"})
    EXPECT_EQ(outline(path, "cache:\n  ttl: 60\n"), "setting 'cache' 1-2\n  setting 'ttl' 2\n") << path;
  EXPECT_EQ(outline("settings.json.example", "{\n  \"ttl\": 60\n}\n"), "setting 'ttl' 2\n");
  EXPECT_EQ(outline("app.toml.template", "ttl = 60\n"), "setting 'ttl' 1\n");
  EXPECT_EQ(outline("php.ini.dist", "[cache]\nttl = 60\n"), "setting 'cache' 1-2\n  setting 'ttl' 2\n");
  EXPECT_EQ(outline("nginx.conf.j2", "server {\n  listen {{ port }};\n}\n"),
            "setting 'server' 1-3\n  setting 'listen' 2\n");
  EXPECT_EQ(outline("notes.example", "cache: 1\n"), "");
}

TEST(KindsOfFiles, RulesOfPrometheusAreYamlAndOthersAreText) {
  const char* groups = "groups:\n- name: disk\n  rules:\n  - alert: DiskFull\n    expr: free < 1\n";
  for (const char* path : {"alert.rules", "alert.rules.tmpl"})
    EXPECT_NE(outline(path, groups).find("alert 'DiskFull' 4-5"), std::string::npos) << outline(path, groups);
  EXPECT_EQ(outline("99-usb.rules", "SUBSYSTEM==\"usb\", MODE=\"0666\"\n"), "paragraph 1\n");
}

TEST(KindsOfFiles, AVersionFileSaysItsTool) {
  EXPECT_EQ(outline(".ruby-version", "3.3.0\n"), "setting 'ruby version' 1\n");
  EXPECT_EQ(outline(".nvmrc", "v20.11\n"), "setting 'node version' 1\n");
  EXPECT_EQ(outline("rust-toolchain", "1.75.0\n"), "setting 'rust version' 1\n");
  EXPECT_EQ(outline(".tool-versions", "# pinned\nnodejs 20.11.0\nterraform 1.7.0 # infra\n"),
            "setting 'nodejs version' 2\nsetting 'terraform version' 3\n");
  EXPECT_EQ(read_text(".tool-versions", "terraform 1.7.0 # infra\n").places[1].text, "1.7.0");
}

TEST(KindsOfFiles, AToolchainIsFoundByItsLanguageAndOwnersAreKeys) {
  EXPECT_EQ(read_text("rust-toolchain.toml", "[toolchain]\nchannel = \"1.75\"\n").places[2].words,
            "rust version pinned");
  EXPECT_EQ(outline("pkg/OWNERS", "approvers:\n- anna\n"), "setting 'approvers' 1-2\n  setting '[0]' 2\n");
}

TEST(KindsOfFiles, AGoModuleSaysItsVersionsAndDependencies) {
  EXPECT_EQ(outline("go.mod",
                    "module example.org/shop\n\ngo 1.22\ntoolchain go1.22.3\n\nrequire (\n"
                    "\tgithub.com/redis/go-redis/v9 v9.5.1\n\tgolang.org/x/net v0.20.0 // indirect\n)\n\n"
                    "replace (\n\tx => y\n)\n\nrequire gopkg.in/yaml.v3 v3.0.1\n"),
            "setting 'module' 1\n"
            "setting 'go version' 3\n"
            "setting 'go toolchain' 4\n"
            "setting 'github.com/redis/go-redis/v9' 7\n"
            "setting 'golang.org/x/net' 8\n"
            "setting 'gopkg.in/yaml.v3' 15\n");
}

TEST(KindsOfFiles, ConfigurationOfDaemonsIsKeysAndValues) {
  EXPECT_EQ(outline("postfix/main.cf",
                    "# size of a message\nmessage_size_limit = 52428800\nsmtpd_recipient_restrictions = \n"
                    "  permit_mynetworks,\n  reject_unauth_destination\nmyhostname = mail.example.org\n"),
            "setting 'message_size_limit' 2\n"
            "setting 'smtpd_recipient_restrictions' 3-5\n"
            "setting 'myhostname' 6\n");
  EXPECT_EQ(outline("fail2ban/jail.local", "[sshd]\nbantime = 1w\n"), "setting 'sshd' 1-2\n  setting 'bantime' 2\n");
  EXPECT_EQ(outline("Corefile", ".:53 {\n    cache 30\n}\n"), "setting '.:53' 1-3\n  setting 'cache' 2\n");
}

TEST(KindsOfFiles, IndentedLinesBelongToTheLineAboveThem) {
  EXPECT_EQ(outline("haproxy.cfg",
                    "global\n    maxconn 4096\n\nbackend shop\n    # two of them\n    server one 10.0.0.11:80\n"
                    "    server two 10.0.0.12:80\n\npeers\n"),
            "setting 'global' 1-2\n  setting 'maxconn' 2\n"
            "setting 'backend shop' 4-7\n  setting 'server' 6\n  setting 'server' 7\n"
            "setting 'peers' 9\n");
  EXPECT_EQ(
      outline("ssh/config.conf", "Port 22\nMatch User backup\n    ForceCommand internal-sftp\nPermitRootLogin no\n"),
      "setting 'Port' 1\nsetting 'Match User backup' 2-3\n  setting 'ForceCommand' 3\n"
      "setting 'PermitRootLogin' 4\n");
  EXPECT_EQ(outline("shop.conf", "[shop]\nname shop\n  lanes 3\n"),
            "setting 'shop' 1-3\n  setting 'name' 2\n  setting 'lanes' 3\n")
      << "a section's lines are its own, however they are indented";
}

TEST(KindsOfFiles, StyleSheetsAreTheirVariables) {
  const std::string text =
      "@use 'base';\n"
      "// what the shop is known by\n"
      "$brand: #ff6600;\n"
      "@gap: 12px; // between cards\n"
      ":root {\n"
      "  --card-width: 20rem;\n"
      "  color: $brand;\n"
      "}\n"
      "$breakpoints: (\n"
      "  small: 640px,\n"
      ");\n"
      "@page :first { margin: 0 }\n"
      "a:hover { --x: 1 }\n";
  EXPECT_EQ(outline("shop.scss", text),
            "setting '$brand' 3\nsetting '@gap' 4\nsetting '--card-width' 6\nsetting '$breakpoints' 9-11\n");
  const Reading reading = read_text("shop.scss", text);
  EXPECT_EQ(reading.places[1].text, "#ff6600");
  EXPECT_EQ(reading.places[1].comment, "// what the shop is known by");
  EXPECT_EQ(reading.places[2].text, "12px");
  EXPECT_EQ(reading.places[2].comment, "// between cards");
}

TEST(KindsOfFiles, OptionsOfJavasMachine) {
  const std::string text = "# where chance comes from\n-Djava.security.egd=file:/dev/urandom\n-Xms1g\n";
  for (const std::string path : {"config/jvm.options", "bin/shop64.vmoptions", "conf/jvm-server.options"})
    EXPECT_EQ(outline(path, text), "setting '-Djava.security.egd' 2\nsetting '-Xms1g' 3\n") << path;
}

TEST(KindsOfFiles, StatesOfSaltAreYaml) {
  EXPECT_EQ(outline("salt/shop.sls", "shop:\n  pkg.installed: []\n"),
            "setting 'shop' 1-2\n  setting 'pkg.installed' 2\n");
}

}  // namespace
}  // namespace fingerpost
