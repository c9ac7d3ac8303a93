using System.Text.Json.Nodes;
using KindSchema = ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn.KindSchema;

namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>What a CustomResourceDefinition says of one of its versions.</summary>
internal sealed record CustomVersion(string DefinitionName, KindSchema Schema, JsonObject? Scale);
