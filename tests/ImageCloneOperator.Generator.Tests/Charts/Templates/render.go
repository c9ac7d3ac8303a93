// Renders templates as helm does, with the same packages: render CONTEXT.json TEMPLATE...
// Debian has them: golang-go, golang-github-masterminds-sprig-dev and golang-k8s-sigs-yaml-dev.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

type versions []string

func (served versions) Has(version string) bool {
	for _, one := range served {
		if one == version {
			return true
		}
	}
	return false
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	check(err)
	context := map[string]interface{}{}
	check(json.Unmarshal(content, &context))
	served := versions{}
	for _, version := range context["Capabilities"].(map[string]interface{})["APIVersions"].([]interface{}) {
		served = append(served, version.(string))
	}
	context["Capabilities"] = map[string]interface{}{"APIVersions": served}
	functions := sprig.TxtFuncMap()
	functions["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		check(err)
		return strings.TrimSuffix(string(text), "\n")
	}
	for _, file := range os.Args[2:] {
		text, err := os.ReadFile(file)
		check(err)
		parsed, err := template.New(file).Funcs(functions).Option("missingkey=zero").Parse(string(text))
		check(err)
		fmt.Println("---")
		check(parsed.Execute(os.Stdout, context))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
