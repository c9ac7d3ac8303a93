using System.Text.Json.Nodes;
using KindSchema = ImageCloneOperator.DevCluster.Api.Schemas.KindSchema;

namespace ImageCloneOperator.DevCluster.Api.Resources;

/// <summary>What a CustomResourceDefinition says of one of its versions.</summary>
internal sealed record CustomVersion(string DefinitionName, KindSchema Schema, JsonObject? Scale);
