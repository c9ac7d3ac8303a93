using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

[CollectionDefinition(nameof(World))]
public sealed class WorldCollection : ICollectionFixture<World>;
