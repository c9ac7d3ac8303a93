using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary>Where the JSON of the official models differs from what their types say.</summary>
internal static class ModelContracts
{
    // The one timestamp type of the models stands for metav1.Time and for metav1.MicroTime, of which the API reads six digits or nothing.
    private static readonly HashSet<Type> MicroTimes = [typeof(V1LeaseSpec), typeof(Eventsv1Event), typeof(Eventsv1EventSeries)];

    public static void Adjust(JsonTypeInfo type)
    {
        if (type.Type == typeof(V1ObjectMeta))
        {
            // Nobody reads who owns which field here, and it is the larger part of an object's metadata.
            Drop(type, "managedFields");
        }
        else if (type.Type == typeof(V1Status))
        {
            // Of the client, not of the API.
            Drop(type, "hasObject");
        }
        else if (MicroTimes.Contains(type.Type))
        {
            var micro = new MicroTimeConverter();
            var orNone = JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<DateTime>(type.Options, micro));
            foreach (var property in type.Properties)
            {
                if (property.PropertyType == typeof(DateTime)) property.CustomConverter = micro;
                else if (property.PropertyType == typeof(DateTime?)) property.CustomConverter = orNone;
            }
        }
    }

    private static void Drop(JsonTypeInfo type, string name) =>
        type.Properties.Remove(type.Properties.First(property => property.Name == name));
}
